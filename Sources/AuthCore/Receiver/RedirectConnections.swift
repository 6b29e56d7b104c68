import Foundation
import NIOCore
import Synchronization

/// The open connections of a redirect receiver: so many at most, of which the oldest that nobody answers makes room for a new
/// one.
///
/// Any program of this machine may connect and say nothing. It can then neither use up the process's descriptors nor keep the
/// person's browser out.
final class RedirectConnections: Sendable {
    private struct Connection {
        let channel: any Channel
        var isAnswered = false
    }

    private struct Contents {
        var isOpen = true
        /// Oldest first.
        var connections: [Connection] = []
    }

    private let contents = Mutex(Contents())
    private let limit: Int

    /// The most there may be where the process has descriptors for them.
    static let most = 64

    /// - Parameter limit: how many may be open; at least one.
    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    /// As many as leave half of the process's free descriptors for what comes after the redirect.
    static var affordable: Int {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0,
            let inUse = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        else { return most }
        let free = Int(clamping: limits.rlim_cur) - inUse
        return min(most, max(free / 2, 1))
    }

    /// Notes a connection; one that comes after the end is closed at once.
    func add(_ channel: any Channel) {
        let unwanted = contents.withLock { contents -> (any Channel)? in
            guard contents.isOpen else { return channel }
            let evicted = contents.connections.count < limit ? nil : Self.evictOldest(from: &contents)
            guard contents.connections.count < limit else { return channel }
            contents.connections.append(Connection(channel: channel))
            return evicted
        }
        unwanted?.close(promise: nil)
        channel.closeFuture.whenComplete { [weak self] _ in self?.remove(channel) }
    }

    /// A whole request has come by the connection: it stays until that is answered.
    func isAnswering(_ channel: any Channel) {
        contents.withLock { contents in
            guard let place = contents.connections.firstIndex(where: { $0.channel === channel }) else { return }
            contents.connections[place].isAnswered = true
        }
    }

    /// The process has no descriptor left for the next one: half of those that nobody answers go.
    func makeRoom() {
        let evicted = contents.withLock { contents -> [any Channel] in
            let idle = contents.connections.count { !$0.isAnswered }
            return (0..<(idle + 1) / 2).compactMap { _ in Self.evictOldest(from: &contents) }
        }
        for channel in evicted { channel.close(promise: nil) }
    }

    /// Ends every connection, and every one that comes later.
    func close() async {
        let open = contents.withLock { contents in
            defer { contents = Contents(isOpen: false) }
            return contents.connections
        }
        for connection in open { try? await connection.channel.close() }
    }

    private func remove(_ channel: any Channel) {
        contents.withLock { contents in contents.connections.removeAll { $0.channel === channel } }
    }

    private static func evictOldest(from contents: inout Contents) -> (any Channel)? {
        guard let place = contents.connections.firstIndex(where: { !$0.isAnswered }) else { return nil }
        return contents.connections.remove(at: place).channel
    }
}

/// Frees connections where one cannot be accepted for want of descriptors; what waits is accepted after a pause.
final class AcceptFailureHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let connections: RedirectConnections

    init(connections: RedirectConnections) {
        self.connections = connections
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? IOError, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) {
            connections.makeRoom()
        }
        context.fireErrorCaught(error)
    }
}
