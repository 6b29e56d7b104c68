import Foundation
import NIOCore
import SMART
import Synchronization

/// What a server sent on one connection, byte for byte, whatever the HTTP client makes of it.
///
/// The client hands up what is proper HTTP. An answer whose framing is wrong may hold the only copy of a refresh token all the same.
final class WireRecord: Sendable {
    private struct State {
        var bytes = Data()
        var isAttached = false
        var letGo: (@Sendable () -> Void)?
    }

    private let limit: Int
    private let state = Mutex(State())
    private let ending = AsyncStream.makeStream(of: Never.self)

    /// - Parameter limit: how many bytes are kept, the first.
    init(limit: Int) {
        self.limit = limit
    }

    /// All that has come so far, the head of the answer included.
    var bytes: RedactedBytes { RedactedBytes(state.withLock(\.bytes)) }

    /// Belongs to a connection from now on.
    ///
    /// - Parameter letGo: closes the connection that lingers for what else may come.
    func attach(lettingGo letGo: @escaping @Sendable () -> Void) {
        state.withLock {
            $0.isAttached = true
            $0.letGo = letGo
        }
    }

    /// Keeps what came, as far as there is room.
    func append(_ buffer: ByteBuffer) {
        state.withLock { $0.bytes += buffer.readableBytesView.prefix(max(0, limit - $0.bytes.count)) }
    }

    /// Nothing more will come.
    func end() {
        ending.continuation.finish()
    }

    /// Waits until nothing more will come: until the server has closed the connection, or a moment after the client would have.
    func settled() async {
        guard state.withLock(\.isAttached) else { return }
        for await _ in ending.stream {}
    }

    /// Lets the connection close at once, where it lingers.
    func letGo() {
        state.withLock(\.letGo)?()
    }
}

/// The records of the requests that have no connection yet, by the number that each carries.
final class WireRecords: Sendable {
    private let waiting = Mutex<(next: Int, records: [String: WireRecord])>((0, [:]))

    /// Notes a record for the connection that its request will get.
    ///
    /// - Returns: what the request has to carry.
    func expect(_ record: WireRecord) -> String {
        waiting.withLock { waiting in
            waiting.next += 1
            let number = String(waiting.next)
            waiting.records[number] = record
            return number
        }
    }

    /// The record of a request, which is noted no longer.
    @discardableResult
    func take(_ number: String) -> WireRecord? {
        waiting.withLock { $0.records.removeValue(forKey: number) }
    }
}
