import Foundation
import JWTKit
import SMART
import Testing

@testable import Sandbox

@Suite("Identity, introspection and revocation")
struct TokenStatusTests {
    @Test(
        "R-201, R-218: the ID token is signed by a published key and says who signed in",
        arguments: [
            ("camila", "Patient/camila-lopez", "Camila Lopez"), ("grace", "Practitioner/grace-mbeki", "Dr Grace Mbeki"),
        ])
    func identityToken(user: String, record: String, name: String) async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn(user)
            let keys = try await client.send("GET", "/.well-known/jwks.json").body
            let collection = try await JWTKeyCollection().add(jwksJSON: keys)
            let claims = try await collection.verify(
                try #require(tokens.text("id_token")), as: IdentityTokens.Claims.self)
            #expect(claims.iss.value == client.origin)
            #expect(claims.aud.value == ["app"])
            #expect(claims.nonce == "nonce-1")
            #expect(claims.name == name)
            #expect(claims.fhirUser == client.running.baseURL + "/" + record)
        }
    }

    @Test("Without openid there is no ID token, and without fhirUser no fhirUser")
    func identityScopes() async throws {
        try await withSandbox { client in
            #expect(try await client.signIn(scope: "fhirUser patient/*.rs")["id_token"] == nil)
            let token = try #require(try await client.signIn(scope: "openid").text("id_token"))
            let claims = try await JWTKeyCollection().unverified(token, as: IdentityTokens.Claims.self)
            #expect(claims.fhirUser == nil)
        }
    }

    @Test("An ID token goes by the wall clock, also where the sandbox's time was advanced")
    func identityClock() async throws {
        try await withSandbox { client in
            await client.control.advance(by: 86400)
            let token = try #require(try await client.signIn().text("id_token"))
            let claims = try await JWTKeyCollection().unverified(token, as: IdentityTokens.Claims.self)
            #expect(abs(claims.iat.value.timeIntervalSinceNow) < 60)
        }
    }

    @Test("R-270: introspection answers a client that authenticates and a bearer, and nobody else")
    func introspection() async throws {
        try await withSandbox(SandboxOptions(lifetimes: TokenLifetimes(access: 300, refresh: 900))) { client in
            let tokens = try await client.signIn()
            let access = try #require(tokens.text("access_token"))
            let refresh = try #require(tokens.text("refresh_token"))
            let basic = "Basic " + Data("sandbox-confidential:sandbox-secret".utf8).base64EncodedString()
            func introspect(_ token: String, _ header: String?) async throws -> SandboxClient.Reply {
                try await client.post(
                    "/introspect", [("token", token)], headers: header.map { [("Authorization", $0)] } ?? [])
            }
            let byBearer = try await introspect(access, "Bearer \(access)").json
            #expect(byBearer["active"]?.bool == true)
            #expect(byBearer.text("client_id") == "app")
            #expect(byBearer.text("patient") == "camila-lopez")
            let byClient = try await introspect(refresh, basic).json
            let now = Date().timeIntervalSince1970
            #expect(byClient["active"]?.bool == true)
            #expect(byClient["exp"]?.number.map { (now + 800...now + 901).contains($0) } == true)
            #expect(try await introspect("made-up", basic).json == .object(["active": .bool(false)]))
            #expect(try await introspect(access, nil).status == 401)
            #expect(try await introspect(access, "Bearer made-up").status == 401)
        }
    }

    @Test("Revoking an access token spares its family; revoking a refresh token does not")
    func revocation() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            let access = try #require(tokens.text("access_token"))
            let refresh = try #require(tokens.text("refresh_token"))
            func revoke(_ token: String, client id: String = "app") async throws -> Int {
                try await client.post("/revoke", [("token", token), ("client_id", id)]).status
            }
            #expect(try await revoke(refresh, client: "another-app") == 200)
            #expect(await client.control.honouredRefreshTokens.count == 1)
            #expect(try await revoke(access) == 200)
            #expect(try await client.fhir("Patient", token: access).status == 401)
            let renewed = try await client.refresh(refresh).json
            #expect(try await revoke(try #require(renewed.text("refresh_token"))) == 200)
            #expect(await client.control.honouredRefreshTokens.isEmpty)
            #expect(try await client.fhir("Patient", token: renewed.text("access_token")).status == 401)
            #expect(try await revoke("made-up") == 200)
        }
    }

    @Test("Revocation wants a token and a client")
    func incompleteRevocation() async throws {
        try await withSandbox { client in
            let withoutToken = try await client.post("/revoke", [("client_id", "app")])
            let withoutClient = try await client.post("/revoke", [("token", "x")])
            #expect(withoutToken.json.text("error") == "invalid_request")
            #expect(withoutClient.json.text("error") == "invalid_client")
        }
    }
}
