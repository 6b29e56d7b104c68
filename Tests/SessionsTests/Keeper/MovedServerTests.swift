import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Discovery that moved")
struct MovedServerTests {
    /// Signs in where everything is at `auth.example.org`, then lets discovery say something else.
    private func signedIn(_ change: (inout DiscoveredServer) -> Void) async throws -> KeeperBench {
        let bench = try await KeeperBench()
        var server = Sample.server(at: try Sample.baseURL())
        server.revocationEndpoint = "https://auth.example.org/revoke"
        server.issuer = "https://auth.example.org"
        let before = server
        bench.client.script { $0.server = before }
        try await signIn(bench, bench.plan())
        change(&server)
        let after = server
        bench.client.script { $0.server = after }
        return bench
    }

    private func signIn(_ bench: KeeperBench, _ plan: SignInPlan) async throws {
        let pending = try await bench.keeper.beginSignIn(plan)
        try await bench.keeper.paste("the-code", into: pending.id)
        _ = try await bench.keeper.finishSignIn(pending.id)
    }

    @Test(
        "An endpoint or issuer at another server than at the last sign-in gets no code before a person agreed",
        arguments: ["token", "revocation", "introspection", "issuer", "port"])
    func moved(what: String) async throws {
        let bench = try await signedIn { server in
            switch what {
            case "token": server.tokenEndpoint = "https://elsewhere.example/token"
            case "revocation": server.revocationEndpoint = "https://elsewhere.example/revoke"
            case "introspection": server.introspectionEndpoint = "https://elsewhere.example/introspect"
            case "port": server.tokenEndpoint = "https://auth.example.org:8443/token"
            default: server.issuer = "https://elsewhere.example"
            }
        }
        let place = what == "port" ? "auth.example.org:8443" : "elsewhere.example"
        let refusal = await #expect(throws: KeeperError.self) { _ = try await bench.keeper.beginSignIn(bench.plan()) }
        #expect(refusal?.code == .unsafe)
        #expect(refusal?.message.contains(place) == true)
        #expect(what == "introspection" || refusal?.message.contains("was at auth.example.org") == true)
        #expect((refusal?.cause as? MovedServer)?.servers == [place])

        var agreed = bench.plan()
        agreed.acceptedServers = [place]
        try await signIn(bench, agreed)
        // From now on this is where it is.
        try await signIn(bench, bench.plan())
    }

    @Test("Another path at the same server, and what is no longer advertised, are no move")
    func notMoved() async throws {
        let bench = try await signedIn { server in
            server.tokenEndpoint = "https://auth.example.org/v2/token"
            server.introspectionEndpoint = "https://auth.example.org/introspect"
            server.revocationEndpoint = nil
        }
        try await signIn(bench, bench.plan())
    }

    @Test("A server that advertises that it names itself in the redirect must do so (RFC 9207)")
    func issuerDemanded() async throws {
        let bench = try await KeeperBench()
        var server = Sample.server(at: try Sample.baseURL())
        server.issuer = "https://auth.example.org"
        server.namesIssuerInRedirect = true
        let named = server
        bench.client.script { $0.server = named }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let state = try #require(
            URLComponents(string: pending.address)?.queryItems?.first { $0.name == "state" }?.value)
        let redirect = "http://127.0.0.1/callback?code=c&state=\(state)"
        for wrong in ["", "&iss=https%3A%2F%2Felsewhere.example"] {
            #expect(await bench.refusal { try await bench.keeper.paste(redirect + wrong, into: pending.id) } == .unsafe)
        }
        try await bench.keeper.paste(redirect + "&iss=https%3A%2F%2Fauth.example.org", into: pending.id)
        #expect(try await bench.keeper.finishSignIn(pending.id).state == .live)
    }
}
