import NIOCore
import NIOHTTP1
import NIOPosix

/// One listening socket on a loopback address.
///
/// On channel handlers rather than on a server of `NIOAsyncChannel`s: those trap when the server is cancelled in the moment that a
/// browser opens one more connection, and that moment is when a sign-in ends.
final class LoopbackListener: Sendable {
    /// The port that was taken.
    let port: Int
    private let listening: any Channel

    /// - Parameters:
    ///   - host: `127.0.0.1` or `::1`.
    ///   - port: 0 for any free one.
    ///   - responder: what answers requests.
    ///   - connections: where connections are noted.
    /// - Throws: the system's error where the address cannot be bound.
    init(host: String, port: Int, responder: RedirectResponder, connections: RedirectConnections) async throws {
        listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptFailureHandler(connections: connections))
                }
            }
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
                        IdleStateHandler(readTimeout: .seconds(30)),
                        RedirectChannelHandler(responder: responder, connections: connections))
                    connections.add(channel)
                }
            }
            .bind(host: host, port: port).get()
        self.port = listening.localAddress?.port ?? port
    }

    /// Frees the port; connections stay.
    func stopListening() async {
        // The only error is that it is closed already.
        try? await listening.close()
    }
}
