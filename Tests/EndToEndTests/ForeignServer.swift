import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

/// PyPI's `oidc-provider-mock`, run on a free port.
struct ForeignServer {
    let address: String
    private let process: Process

    /// Where `.ci/run` installs it, else wherever `PATH` has it.
    static let program: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = [package.appending(path: ".build-oidc/bin").path] + path.split(separator: ":").map(String.init)
        return folders.map { URL(filePath: $0).appending(path: "oidc-provider-mock") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    static func start() async throws -> ForeignServer {
        guard let program else { throw TestHome.Failure(description: "oidc-provider-mock is not installed") }
        let port = try LoopbackPort().number
        let process = Process()
        process.executableURL = program
        process.arguments = ["--port", "\(port)", "--user-claims", #"{"sub":"camila","name":"Camila Lopez"}"#]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runWithSignalsOpen()
        let server = ForeignServer(address: "http://127.0.0.1:\(port)", process: process)
        try await server.waitUntilItAnswers()
        return server
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
    }

    private func waitUntilItAnswers() async throws {
        try await withTransport { transport in
            let request = try TransportRequest(
                .get, ServerAddress(address + "/.well-known/openid-configuration"), limits: .discovery)
            try await until("an answer of oidc-provider-mock") {
                guard process.isRunning else {
                    throw TestHome.Failure(description: "oidc-provider-mock ended by itself")
                }
                return (try? await transport.send(request))?.isSuccess == true
            }
        }
    }
}

func withTransport<Result>(_ body: (AsyncHTTPTransport) async throws -> Result) async throws -> Result {
    let transport = try AsyncHTTPTransport()
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(transport)) } catch { result = .failure(error) }
    await transport.shutdown()
    return try result.get()
}
