import AuthCore
import Foundation
import Hummingbird
import Logging
import SMART

/// A FHIR base URL that advertises somebody else's authorization server by SMART discovery.
struct SMARTFront {
    let baseURL: String
    private let server: ForeignServer

    static func with<Result: Sendable>(
        _ server: ForeignServer, _ body: (SMARTFront) async throws -> Result
    ) async throws -> Result {
        let document = try smartConfiguration(of: server)
        let router = Router()
        router.get("fhir/.well-known/smart-configuration") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: document)))
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "front")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let running = Task { try await application.run() }
        defer { running.cancel() }
        for await port in ports {
            return try await body(SMARTFront(baseURL: "http://127.0.0.1:\(port)/fhir", server: server))
        }
        throw TestHome.Failure(description: "the front did not start")
    }

    private static func smartConfiguration(of server: ForeignServer) throws -> String {
        let members: [String: JSONValue] = [
            "issuer": .string(server.address),
            "jwks_uri": .string(server.address + "/jwks"),
            "authorization_endpoint": .string(server.address + "/oauth2/authorize"),
            "token_endpoint": .string(server.address + "/oauth2/token"),
            "grant_types_supported": .array([.string("authorization_code")]),
            "code_challenge_methods_supported": .array([.string("S256")]),
            "capabilities": .array([.string("launch-standalone"), .string("sso-openid-connect")]),
        ]
        return String(decoding: try JSONEncoder().encode(JSONValue.object(members)), as: UTF8.self)
    }

    /// Presses the server's authorize button for `subject` and follows the redirect, as a browser would.
    func authorize(_ address: String, subject: String) async throws {
        try await withTransport { transport in
            let form = Redacted(FormEncoding.encode([("sub", subject)]))
            let answer = try await transport.send(
                TransportRequest(.post, ServerAddress(address), form: form, limits: .discovery))
            guard let location = answer.header("location") else {
                throw TestHome.Failure(description: "the server redirected nowhere: \(answer.status)")
            }
            _ = try await transport.send(TransportRequest(.get, ServerAddress(location), limits: .discovery))
        }
    }
}
