import Foundation
import SMART
import Testing

@testable import Sandbox

@Suite("Refreshing")
struct RefreshTests {
    @Test("R-117: each refresh replaces the refresh token")
    func rotation() async throws {
        try await withSandbox { client in
            let first = try await client.signIn()
            let second = try await client.refresh(first.text("refresh_token")).json
            #expect(second.text("refresh_token") != first.text("refresh_token"))
            #expect(second.text("access_token") != first.text("access_token"))
            #expect(second.text("patient") == "camila-lopez")
            #expect(second["id_token"] == nil)
            #expect(
                await client.control.honouredRefreshTokens.map { $0.token.reveal() } == [second.text("refresh_token")])
        }
    }

    @Test("A refresh token that was replaced revokes its whole family when used again")
    func reuse() async throws {
        try await withSandbox { client in
            let first = try await client.signIn()
            let second = try await client.refresh(first.text("refresh_token")).json
            let reused = try await client.refresh(first.text("refresh_token"))
            #expect(reused.status == 400)
            #expect(reused.json.text("error") == "invalid_grant")
            #expect(try await client.refresh(second.text("refresh_token")).json.text("error") == "invalid_grant")
            #expect(try await client.fhir("Patient", token: second.text("access_token")).status == 401)
            #expect(await client.control.honouredRefreshTokens.isEmpty)
        }
    }

    @Test("Reuse in one family leaves other sign-ins alone")
    func familiesAreApart() async throws {
        try await withSandbox { client in
            let one = try await client.signIn()
            let other = try await client.signIn()
            _ = try await client.refresh(one.text("refresh_token"))
            _ = try await client.refresh(one.text("refresh_token"))
            #expect(try await client.refresh(other.text("refresh_token")).status == 200)
        }
    }

    @Test("R-108: a refresh can narrow the scopes for one access token, and never widen them")
    func narrowing() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            let narrow = try await client.refresh(tokens.text("refresh_token"), scope: "patient/Observation.r").json
            #expect(narrow.text("scope") == "patient/Observation.r")
            let token = narrow.text("access_token")
            #expect(try await client.fhir("Observation/camila-lopez-observation-1", token: token).status == 200)
            #expect(try await client.fhir("Observation", token: token).status == 403)
            let wide = try await client.refresh(narrow.text("refresh_token"), scope: "patient/*.cruds")
            #expect(wide.json.text("error") == "invalid_scope")
            let whole = try await client.refresh(narrow.text("refresh_token")).json
            #expect(whole.text("scope") == SandboxClient.scope)
        }
    }

    @Test("A refresh token serves the client that it was issued to")
    func anotherClient() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            let reply = try await client.refresh(tokens.text("refresh_token"), client: "another-app")
            #expect(reply.json.text("error") == "invalid_grant")
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 200)
        }
    }

    @Test("With a refresh lifetime the answer counts down to the lapse, however often it was rotated")
    func refreshLifetime() async throws {
        let lifetimes = TokenLifetimes(access: 60, refresh: 600)
        try await withSandbox(SandboxOptions(lifetimes: lifetimes, now: { Date(timeIntervalSince1970: 1_800_000_000) }))
        {
            client in
            let first = try await client.signIn()
            #expect(first["refresh_expires_in"]?.number == 600)
            await client.control.advance(by: 400)
            let second = try await client.refresh(first.text("refresh_token")).json
            #expect(second["refresh_expires_in"]?.number == 200)
            await client.control.advance(by: 200)
            #expect(try await client.refresh(second.text("refresh_token")).json.text("error") == "invalid_grant")
        }
    }

    @Test("Lifetimes can be set for one client, from the next sign-in on")
    func lifetimesByClient() async throws {
        try await withSandbox { client in
            let before = try await client.signIn(client: "short")
            await client.control.setLifetimes(TokenLifetimes(access: 7, refresh: 30), forClient: "short")
            let after = try await client.signIn(client: "short")
            #expect(
                try await client.refresh(before.text("refresh_token"), client: "short").json["expires_in"]?.number
                    == 300)
            #expect(after["expires_in"]?.number == 7)
            #expect(try await client.signIn()["expires_in"]?.number == 300)
        }
    }

    @Test("An access token ends with its lifetime")
    func accessLifetime() async throws {
        try await withSandbox(SandboxOptions(lifetimes: TokenLifetimes(access: 60))) { client in
            let tokens = try await client.signIn()
            #expect(try await client.fhir("Patient", token: tokens.text("access_token")).status == 200)
            await client.control.advance(by: 60)
            #expect(try await client.fhir("Patient", token: tokens.text("access_token")).status == 401)
        }
    }

    @Test("R-215: online access ends when the person signs out; offline access outlives that (R-216)")
    func onlineAndOffline() async throws {
        try await withSandbox { client in
            let online = try await client.signIn(scope: "launch/patient patient/*.rs online_access")
            let offline = try await client.signIn()
            let renewed = try await client.refresh(online.text("refresh_token")).json
            #expect(renewed.text("refresh_token") != nil)
            #expect(await client.control.endSignIns(ofUser: "camila") == 2)
            #expect(try await client.refresh(renewed.text("refresh_token")).json.text("error") == "invalid_grant")
            #expect(try await client.refresh(offline.text("refresh_token")).status == 200)
        }
    }

    @Test("Online access ends when the stay at the sandbox times out")
    func stayTimesOut() async throws {
        try await withSandbox(SandboxOptions(signInLifetime: 900)) { client in
            let online = try await client.signIn(scope: "launch/patient patient/*.rs online_access")
            let offline = try await client.signIn()
            await client.control.advance(by: 900)
            #expect(try await client.refresh(online.text("refresh_token")).json.text("error") == "invalid_grant")
            #expect(try await client.refresh(offline.text("refresh_token")).status == 200)
        }
    }

    @Test("A grant can be made to lapse, which spares its access token, or be revoked, which does not")
    func endings() async throws {
        try await withSandbox { client in
            let lapsed = try await client.signIn("camila")
            let revoked = try await client.signIn("daniel")
            let grants = await client.control.grants
            #expect(await client.control.lapse(grant: try #require(grants.first { $0.user == "camila" }?.id)))
            #expect(await client.control.revoke(grant: try #require(grants.first { $0.user == "daniel" }?.id)))
            #expect(try await client.refresh(lapsed.text("refresh_token")).json.text("error") == "invalid_grant")
            #expect(try await client.refresh(revoked.text("refresh_token")).json.text("error") == "invalid_grant")
            #expect(try await client.fhir("Patient", token: lapsed.text("access_token")).status == 200)
            #expect(try await client.fhir("Patient", token: revoked.text("access_token")).status == 401)
        }
    }
}
