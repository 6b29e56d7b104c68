import Foundation
import Synchronization

/// An HTTP server that answers byte for byte what a test gives it, or misbehaves as told.
final class CannedServer: Sendable {
    enum Behaviour: Sendable {
        case answer(Data)
        /// The same, and the connection ends with it.
        case answerAndClose(Data)
        /// Closes without a word once the request has arrived.
        case dropAfterRequest
        case resetAfterRequest
        /// Never answers; the connection stays open.
        case silence
    }

    /// A request as it arrived.
    struct Received: Sendable {
        let head: String
        let body: String

        var line: String { head.components(separatedBy: "\r\n").first ?? "" }

        func header(_ name: String) -> String? {
            head.components(separatedBy: "\r\n").dropFirst().lazy
                .first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    private struct State {
        var received: [Received] = []
        var open: [Int: Socket] = [:]
        var accepted = 0
        var isStopped = false
    }

    private let listener: Socket
    private let behave: @Sendable (Received) -> Behaviour
    private let state = Mutex(State())
    let port: Int

    init(_ behave: @escaping @Sendable (Received) -> Behaviour) throws {
        listener = try .listening()
        port = listener.port
        self.behave = behave
        Thread.detachNewThread { [self] in serve() }
    }

    var base: String { "http://127.0.0.1:\(port)" }

    var received: [Received] { state.withLock(\.received) }
    var connectionCount: Int { state.withLock(\.accepted) }

    /// Ends every connection, those kept in silence too.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            listener.end()
            for connection in state.open.values { connection.end() }
        }
    }

    private func serve() {
        while let connection = listener.accepted() {
            let number = state.withLock { state in
                state.accepted += 1
                state.open[state.accepted] = connection
                if state.isStopped { connection.end() }
                return state.accepted
            }
            Thread.detachNewThread { [self] in
                let resets = converse(connection)
                // Descriptors are used again at once: nobody may end this one after it is closed.
                state.withLock { _ = $0.open.removeValue(forKey: number) }
                if resets { connection.reset() } else { connection.close() }
            }
        }
        listener.close()
    }

    /// Serves requests until the connection ends; returns whether it is to end with a reset.
    private func converse(_ connection: Socket) -> Bool {
        while let request = Self.request(from: connection) {
            state.withLock { $0.received.append(request) }
            switch behave(request) {
            case .answer(let bytes): connection.write(bytes)
            case .answerAndClose(let bytes):
                connection.write(bytes)
                return false
            case .dropAfterRequest: return false
            case .resetAfterRequest: return true
            case .silence: continue
            }
        }
        return false
    }

    private static func request(from connection: Socket) -> Received? {
        var bytes = Data()
        let blank = Data("\r\n\r\n".utf8)
        while true {
            if let end = bytes.range(of: blank) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let request = Received(head: head, body: String(decoding: bytes[end.upperBound...], as: UTF8.self))
                let length = request.header("Content-Length").flatMap(Int.init) ?? 0
                if request.body.utf8.count >= length { return request }
            }
            let chunk = connection.read()
            if chunk.isEmpty { return nil }
            bytes += chunk
        }
    }
}

extension CannedServer.Behaviour {
    static func http(_ status: String, _ headers: [String] = [], body: Data = Data()) -> Self {
        let head = (["HTTP/1.1 " + status, "Content-Length: \(body.count)"] + headers).joined(separator: "\r\n")
        return .answer(Data((head + "\r\n\r\n").utf8) + body)
    }

    static func json(_ text: String) -> Self {
        http("200 OK", ["Content-Type: application/json"], body: Data(text.utf8))
    }
}
