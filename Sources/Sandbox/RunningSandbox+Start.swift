import Foundation
import Hummingbird
import Logging
import NIOCore
import SMART
import ServiceLifecycle

extension RunningSandbox {
    /// Starts a sandbox and returns once it listens.
    ///
    /// - Throws: ``SandboxError``, which names the port where that is taken.
    package static func start(
        _ options: SandboxOptions = SandboxOptions()
    ) async throws(SandboxError) -> RunningSandbox {
        guard ServerAddress.isLoopback(host: options.host) else {
            throw SandboxError(code: .notLoopback, host: options.host, port: options.port)
        }
        let logger = Logger(label: "stoke.sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        let site = try await SandboxSite(options)
        let (listening, announce) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: site.router.buildResponder(),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "stoke-sandbox"),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? options.port)
            },
            logger: logger)
        var lifecycle = ServiceGroupConfiguration(services: [.init(service: application)], logger: logger)
        lifecycle.maximumGracefulShutdownDuration = .seconds(1)
        let lifetime = ServiceGroup(configuration: lifecycle)
        let serving = Task {
            defer { announce.finish() }
            try await lifetime.run()
        }
        for await port in listening {
            return RunningSandbox(
                address: SandboxAddress(host: options.host, port: port), port: port, control: site.control,
                lifetime: lifetime, serving: serving)
        }
        throw await startError(of: serving, options)
    }

    /// Why it ended before it listened.
    private static func startError(of serving: Task<Void, any Error>, _ options: SandboxOptions) async -> SandboxError {
        guard case .failure(let error) = await serving.result else {
            return SandboxError(
                code: .cannotListen, host: options.host, port: options.port, detail: "it stopped at once")
        }
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            return SandboxError(code: .portBusy, host: options.host, port: options.port)
        }
        return SandboxError(code: .cannotListen, host: options.host, port: options.port, detail: "\(error)")
    }
}
