import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// One listening socket on a loopback address, with its connections.
///
/// On channel handlers rather than on a server of `NIOAsyncChannel`s: those trap when the server is cancelled in the moment that a
/// browser opens one more connection, and that moment is when a sign-in ends.
final class LoopbackListener: Sendable {
    /// The port that was taken.
    let port: Int
    private let listening: any Channel
    private let connections: Connections

    /// Listens, and hands each request to the responder.
    ///
    /// - Parameters:
    ///   - host: a loopback address of one family.
    ///   - port: 0 for any free one.
    ///   - responder: what browsers get for an answer.
    /// - Throws: the system's error where the address cannot be bound.
    init(host: String, port: Int, responder: RedirectResponder) async throws {
        let connections = Connections()
        listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderListSize = 32 << 10
                    limits.maxHeaderFieldCount = 100
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: true, withEncoderConfiguration: .init(),
                        withDecoderLimitConfiguration: limits)
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(readTimeout: .seconds(30)), RedirectChannelHandler(responder: responder))
                    connections.add(channel)
                }
            }
            .bind(host: host, port: port).get()
        self.connections = connections
        self.port = listening.localAddress?.port ?? port
    }

    /// Frees the port; connections stay.
    func stopListening() async {
        // The only error is that it is closed already.
        try? await listening.close()
    }

    /// Ends every connection.
    func close() async {
        await stopListening()
        await connections.close()
    }
}

/// The connections of a listener that are open.
private final class Connections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    /// Notes a connection; one that comes after the end is closed at once.
    func add(_ channel: any Channel) {
        let isOpen = channels.withLock { channels in
            channels?[ObjectIdentifier(channel)] = channel
            return channels != nil
        }
        guard isOpen else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { [weak self] _ in
            self?.channels.withLock { _ = $0?.removeValue(forKey: ObjectIdentifier(channel)) }
        }
    }

    /// Ends every connection, and every one that comes later.
    func close() async {
        let open = channels.withLock { channels in
            defer { channels = nil }
            return channels.map { Array($0.values) } ?? []
        }
        for channel in open { try? await channel.close() }
    }
}
