import SMART
import Testing

@testable import Sandbox

@Suite("What the sandbox publishes")
struct DiscoveryTests {
    @Test("R-29: the SMART configuration lies below the FHIR base and names every endpoint")
    func smartConfiguration() async throws {
        try await withSandbox { client in
            let reply = try await client.send("GET", "/fhir/.well-known/smart-configuration")
            let document = reply.json
            #expect(reply.header("content-type") == "application/json")
            #expect(document.text("authorization_endpoint") == client.origin + "/authorize")
            #expect(document.text("token_endpoint") == client.origin + "/token")
            #expect(document.text("revocation_endpoint") == client.origin + "/revoke")
            #expect(document.text("introspection_endpoint") == client.origin + "/introspect")
            #expect(document["code_challenge_methods_supported"]?.strings == ["S256"])
            #expect(document["capabilities"]?.strings?.contains("sso-openid-connect") == true)
        }
    }

    @Test("The capability statement carries the OAuth URIs of the well-known document")
    func capabilityStatement() async throws {
        try await withSandbox { client in
            let reply = try await client.send("GET", "/fhir/metadata")
            let security = try #require(reply.json["rest"]?.array?.first?["security"])
            let uris = try #require(security["extension"]?.array?.first?["extension"]?.array)
            let found = Dictionary(uniqueKeysWithValues: uris.map { ($0.text("url") ?? "", $0.text("valueUri") ?? "") })
            #expect(reply.header("content-type") == "application/fhir+json")
            #expect(found["authorize"] == client.origin + "/authorize")
            #expect(found["token"] == client.origin + "/token")
        }
    }

    @Test("The issuer of both documents is where the OpenID configuration lies")
    func openIDConfiguration() async throws {
        try await withSandbox { client in
            let smart = try await client.send("GET", "/fhir/.well-known/smart-configuration").json
            let issuer = try #require(smart.text("issuer"))
            let openID = try await client.send("GET", issuer + "/.well-known/openid-configuration").json
            #expect(openID.text("issuer") == issuer)
            #expect(openID.text("jwks_uri") == smart.text("jwks_uri"))
        }
    }
}
