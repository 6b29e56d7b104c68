import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// One listening socket on a loopback address.
struct LoopbackListener: Sendable {
    let port: Int
    private let serving: Task<Void, Never>

    /// - Parameter port: 0 for any free one.
    /// - Throws: the system's error where the address cannot be bound.
    init(host: String, port: Int, responder: RedirectResponder) async throws {
        let (ports, announcement) = AsyncThrowingStream.makeStream(of: Int.self)
        let channel = HTTP1Channel(
            responder: { request, writer, _ in try await responder.respond(to: request, writer: writer) },
            configuration: .init(
                idleTimeout: .seconds(30),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: .hostname(host, port: port), backlog: 16),
            onServerRunning: { _ = announcement.yield($0.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            // Requests here carry authorization codes: nothing is logged.
            logger: Logger(label: "redirect", factory: { _ in SwiftLogNoOpLogHandler() }))
        serving = Task {
            do {
                try await server.run()
                announcement.finish()
            } catch {
                announcement.finish(throwing: error)
            }
        }
        do {
            guard let taken = try await ports.first(where: { _ in true }) else { throw CancellationError() }
            self.port = taken
        } catch {
            serving.cancel()
            throw error
        }
    }

    /// Ends every connection and frees the port.
    func close() async {
        serving.cancel()
        await serving.value
    }
}
