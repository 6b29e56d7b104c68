import Foundation
import SMART
import Testing

@testable import Sandbox

@Suite("The token endpoint")
struct TokenEndpointTests {
    @Test(
        "R-67 to R-71: a code is worth nothing with anything wrong",
        arguments: [
            ("code", "made-up", "invalid_grant"), ("code", "", "invalid_request"),
            ("redirect_uri", "http://127.0.0.1:1/other", "invalid_grant"),
            ("code_verifier", "another-verifier-of-forty-three-characters-00", "invalid_grant"),
            ("code_verifier", "", "invalid_grant"), ("client_id", "another-app", "invalid_grant"),
            ("client_id", "", "invalid_client"), ("grant_type", "password", "unsupported_grant_type"),
            ("grant_type", "", "invalid_request"),
        ])
    func wrongExchange(parameter: String, value: String, error: String) async throws {
        try await withSandbox { client in
            let code = try #require(try await client.authorize()["code"])
            let reply = try await client.exchange(code, changing: [parameter: value])
            #expect(reply.status == (error == "invalid_client" ? 401 : 400))
            #expect(reply.header("cache-control") == "no-store")
            #expect(reply.json.text("error") == error)
        }
    }

    @Test("A code works once; a second use revokes what the first one earned")
    func codeReuse() async throws {
        try await withSandbox { client in
            let code = try #require(try await client.authorize()["code"])
            let tokens = try await client.exchange(code).json
            let second = try await client.exchange(code)
            #expect(second.json.text("error") == "invalid_grant")
            #expect(try await client.fhir("Patient", token: tokens.text("access_token")).status == 401)
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 400)
        }
    }

    @Test("A code that failed to be exchanged is used up")
    func failedExchange() async throws {
        try await withSandbox { client in
            let code = try #require(try await client.authorize()["code"])
            _ = try await client.exchange(code, changing: ["code_verifier": ""])
            #expect(try await client.exchange(code).status == 400)
        }
    }

    @Test("A code lives for a minute")
    func codeLifetime() async throws {
        try await withSandbox { client in
            let code = try #require(try await client.authorize()["code"])
            await client.control.advance(by: AuthorizationLedger.codeLifetime)
            #expect(try await client.exchange(code).json.text("error") == "invalid_grant")
        }
    }

    @Test("R-64: the confidential client authenticates by header or by form, and with nothing else")
    func confidentialClient() async throws {
        try await withSandbox { client in
            let id = ConfidentialClient.id
            func exchange(_ extra: [(String, String)], basic: String?) async throws -> SandboxClient.Reply {
                let code = try #require(try await client.authorize(client.request(client: id))["code"])
                let form = [
                    ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SandboxClient.redirectURI),
                    ("code_verifier", SandboxClient.verifier),
                ]
                let header = basic.map { [("Authorization", "Basic " + Data($0.utf8).base64EncodedString())] }
                return try await client.post("/token", form + extra, headers: header ?? [])
            }
            #expect(try await exchange([], basic: "\(id):sandbox-secret").status == 200)
            #expect(
                try await exchange([("client_id", id), ("client_secret", "sandbox-secret")], basic: nil).status == 200)
            let wrong = try await exchange([], basic: "\(id):guess")
            #expect(wrong.status == 401)
            #expect(wrong.header("www-authenticate")?.hasPrefix("Basic") == true)
            #expect(try await exchange([("client_id", id)], basic: nil).json.text("error") == "invalid_client")
            #expect(
                try await exchange([("client_secret", "sandbox-secret")], basic: "\(id):sandbox-secret").json.text(
                    "error")
                    == "invalid_request")
        }
    }

    @Test("R-62: a body that is no form is refused")
    func jsonBody() async throws {
        try await withSandbox { client in
            let reply = try await client.send(
                "POST", "/token", headers: [("Content-Type", "application/json")], body: "{}")
            #expect(reply.json.text("error") == "invalid_request")
        }
    }

    @Test("Token requests are counted by grant type and client")
    func counts() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            _ = try await client.refresh(tokens.text("refresh_token"))
            _ = try await client.refresh("made-up", client: "another-app")
            #expect(await client.control.tokenRequests() == 3)
            #expect(await client.control.tokenRequests(grantType: "refresh_token") == 2)
            #expect(await client.control.tokenRequests(grantType: "refresh_token", client: "app") == 1)
        }
    }
}
