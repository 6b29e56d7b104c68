import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import SMART
import Testing

@testable import Sandbox

/// A SMART client as plain as can be: builds requests by hand, so that a fault of the library under test cannot hide one here.
struct SandboxClient: Sendable {
    static let redirectURI = "http://127.0.0.1:53682/callback"
    static let verifier = "a-verifier-of-forty-three-characters-at-least-0"
    static let scope = "openid fhirUser launch/patient patient/*.rs offline_access"

    let running: RunningSandbox
    let http: HTTPClient

    var control: SandboxControl { running.control }
    var origin: String { running.address.origin }

    struct Reply: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// The body; null where it is no JSON.
        var json: JSONValue { (try? JSONValue(parsing: Data(body.utf8))) ?? .null }

        var location: FormParameters {
            FormParameters(decoding: header("location")?.split(separator: "?").last.map(String.init) ?? "")
        }
    }

    func send(
        _ method: String = "GET", _ path: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : origin + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await http.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 1024 * 1024)
        return Reply(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: String(buffer: bytes))
    }

    func post(
        _ path: String, _ form: [(String, String)], headers: [(String, String)] = []
    ) async throws -> Reply {
        let form = FormParameters(pairs: form.map { (name: $0.0, value: $0.1) })
        return try await send(
            "POST", path, headers: headers + [("Content-Type", "application/x-www-form-urlencoded")], body: form.encoded
        )
    }

    // MARK: Signing in

    /// The parameters of a valid authorization request.
    func request(scope: String = Self.scope, client: String = "app") -> [(String, String)] {
        [
            ("response_type", "code"), ("client_id", client), ("redirect_uri", Self.redirectURI), ("scope", scope),
            ("state", "state-1"), ("aud", running.baseURL), ("nonce", "nonce-1"),
            ("code_challenge", Data(SHA256.hash(data: Data(Self.verifier.utf8))).base64URLEncoded),
            ("code_challenge_method", "S256"),
        ]
    }

    func address(of request: [(String, String)]) -> String {
        FormParameters(pairs: request.map { (name: $0.0, value: $0.1) }).appended(to: running.address.authorization)
    }

    func visitor(
        _ user: String = "camila", patient: String? = nil, refusing: Set<String> = [], denies: Bool = false
    ) -> SandboxVisitor {
        SandboxVisitor(user: user, patient: patient, refusing: refusing, denies: denies) { request in
            let reply = try await send(
                request.method, request.address, headers: request.headers.map { ($0.name, $0.value) },
                body: request.body)
            return SandboxVisitor.Response(status: reply.status, headers: reply.headers, body: reply.body)
        }
    }

    /// Walks through the pages and returns the parameters of the redirect.
    func authorize(
        _ request: [(String, String)]? = nil, by visitor: SandboxVisitor? = nil
    ) async throws -> FormParameters {
        let redirect = try await (visitor ?? self.visitor()).visit(address(of: request ?? self.request()))
        #expect(redirect.hasPrefix(Self.redirectURI + "?"))
        return FormParameters(decoding: redirect.dropFirst(Self.redirectURI.count + 1))
    }

    func exchange(_ code: String, client: String = "app", changing changes: [String: String] = [:]) async throws
        -> Reply
    {
        let form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.redirectURI),
            ("code_verifier", Self.verifier), ("client_id", client),
        ]
        return try await post("/token", form.map { ($0.0, changes[$0.0] ?? $0.1) })
    }

    /// A whole sign-in, down to the token response.
    func signIn(
        _ user: String = "camila", scope: String = Self.scope, client: String = "app", patient: String? = nil,
        refusing: Set<String> = []
    ) async throws -> JSONValue {
        let redirect = try await authorize(
            request(scope: scope, client: client), by: visitor(user, patient: patient, refusing: refusing))
        let reply = try await exchange(try #require(redirect["code"]), client: client)
        #expect(reply.status == 200)
        return reply.json
    }

    func refresh(
        _ token: String?, client: String = "app", scope: String? = nil
    ) async throws -> Reply {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token ?? ""), ("client_id", client)]
        return try await post("/token", form + (scope.map { [("scope", $0)] } ?? []))
    }

    func fhir(_ path: String, token: String?) async throws -> Reply {
        try await send("GET", "/fhir/" + path, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }
}

/// Runs `body` against a sandbox of its own, on any free port.
func withSandbox(
    _ options: SandboxOptions = SandboxOptions(), _ body: (SandboxClient) async throws -> Void
) async throws {
    let running = try await RunningSandbox.start(options)
    let http = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    let result: Result<Void, any Error>
    do {
        try await body(SandboxClient(running: running, http: http))
        result = .success(())
    } catch {
        result = .failure(error)
    }
    try await http.shutdown()
    await running.stop()
    try result.get()
}

extension JSONValue {
    /// A string member, as most members of a token response are.
    func text(_ member: String) -> String? {
        self[member]?.string
    }
}
