import Foundation
import Testing

/// The main job against an authorization server that was made elsewhere: PyPI's `oidc-provider-mock`, behind a front that
/// serves SMART discovery for it.
@Suite(
    "An authorization server made elsewhere", .timeLimit(.minutes(5)),
    .enabled(if: ForeignServer.program != nil, "oidc-provider-mock is not installed"))
struct ForeignServerTests {
    @Test("oidc-provider-mock: sign-in, renewal, identity and sign-out")
    func wholeLife() async throws {
        let home = try await TestHome()
        let server = try await ForeignServer.start()
        defer { server.stop() }
        try await SMARTFront.with(server) { front in
            try await home.succeed(
                "endpoint", "add", "foreign", front.baseURL, "--client-id", "stoke-test", "--auth",
                "client_secret_basic", "--scope", "openid profile")
            try await home.succeed("endpoint", "secret", "foreign", input: "any secret will do")
            let login = try home.start(["login", "foreign", "--no-browser"])
            let address = try #require(await login.firstLine())
            try await front.authorize(address, subject: "camila")
            let ending = await login.finish()
            #expect(ending.status == 0, "\(ending)")

            let status = try await home.status(of: "foreign")
            #expect(status["state"] as? String == "live")
            #expect(ending.errors.contains("signed in as Camila Lopez"), "the identity was not used: \(ending)")
            let first = try await home.succeed("token", "foreign").output
            try await home.succeed("refresh", "foreign")
            #expect(try await home.succeed("token", "foreign").output != first)
            #expect(try await home.status(of: "foreign")["refresh_count"] as? Int == 1)
            let logout = try await home.succeed("logout", "foreign")
            #expect(logout.errors.contains("signed out"))
            #expect(try await home.status(of: "foreign")["state"] as? String == "signed-out")
        }
    }
}
