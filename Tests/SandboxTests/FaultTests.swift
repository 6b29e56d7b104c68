import AsyncHTTPClient
import Foundation
import SMART
import Testing

@testable import Sandbox

@Suite("Faults on demand")
struct FaultTests {
    /// Signs in, puts the fault in place, and refreshes.
    private func refresh(
        under fault: String, _ body: (SandboxClient, JSONValue, SandboxClient.Reply) async throws -> Void
    ) async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            await client.control.setFaults([try FaultRule(parsing: fault)])
            try await body(client, tokens, try await client.refresh(tokens.text("refresh_token")))
        }
    }

    @Test("A status, with and without Retry-After, leaves the refresh token alone")
    func status() async throws {
        try await refresh(under: "503,times=1") { client, tokens, reply in
            #expect(reply.status == 503 && reply.header("retry-after") == nil)
            await client.control.addFault(FaultRule(.status(429, retryAfter: 7), on: .refresh, times: 1))
            let limited = try await client.refresh(tokens.text("refresh_token"))
            #expect(limited.status == 429 && limited.header("retry-after") == "7")
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 200)
        }
    }

    @Test("A slow answer comes late and whole")
    func slow() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            await client.control.setFaults([FaultRule(.slow(0.3))])
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 200)
            #expect(clock.now - start >= .milliseconds(300))
        }
    }

    @Test("A connection dropped before the rotation leaves the old refresh token in force")
    func dropBefore() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            await client.control.setFaults([FaultRule(.dropBefore, times: 1)])
            await #expect(throws: HTTPClientError.self) { try await client.refresh(tokens.text("refresh_token")) }
            #expect(
                await client.control.honouredRefreshTokens.map { $0.token.reveal() } == [tokens.text("refresh_token")])
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 200)
        }
    }

    @Test("A connection dropped after the rotation leaves a refresh token in force that nobody has seen")
    func dropAfter() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            await client.control.setFaults([FaultRule(.dropAfter, times: 1)])
            await #expect(throws: HTTPClientError.self) { try await client.refresh(tokens.text("refresh_token")) }
            let honoured = await client.control.honouredRefreshTokens
            #expect(honoured.count == 1)
            #expect(honoured.first?.token.reveal() != tokens.text("refresh_token"))
            #expect(try await client.refresh(tokens.text("refresh_token")).json.text("error") == "invalid_grant")
        }
    }

    @Test("A captive portal answers 200 with HTML")
    func captivePortal() async throws {
        try await refresh(under: "portal") { (client, tokens, reply) async throws in
            #expect(reply.status == 200 && reply.header("content-type") == "text/html")
            #expect(reply.json == .null)
        }
    }

    @Test("A bare refusal has no body")
    func bareRefusal() async throws {
        try await refresh(under: "bare-400") { (client, tokens, reply) async throws in
            #expect(reply.status == 400 && reply.body.isEmpty)
        }
    }

    @Test(
        "An OAuth error is answered with the status it goes with",
        arguments: [
            ("invalid_client", 401), ("invalid_grant", 400), ("unauthorized_client", 400),
        ])
    func oauthError(code: String, status: Int) async throws {
        try await refresh(under: code) { (client, tokens, reply) async throws in
            #expect(reply.status == status)
            #expect(reply.json.text("error") == code)
            #expect(await client.control.honouredRefreshTokens.count == 1)
        }
    }

    @Test("Without rotation the same refresh token comes back and goes on working")
    func noRotation() async throws {
        try await refresh(under: "no-rotation") { (client, tokens, reply) async throws in
            #expect(reply.json.text("refresh_token") == tokens.text("refresh_token"))
            #expect(try await client.refresh(tokens.text("refresh_token")).status == 200)
        }
    }

    @Test("An answer without a refresh token leaves the old one in force")
    func noRefreshToken() async throws {
        try await refresh(under: "no-refresh-token,times=1") { (client, tokens, reply) async throws in
            #expect(reply.json["refresh_token"] == nil)
            #expect(try await client.refresh(tokens.text("refresh_token")).json.text("refresh_token") != nil)
        }
    }

    @Test("Dropped scopes are missing from the answer and from what the token opens")
    func droppedScopes() async throws {
        try await withSandbox { client in
            let scope = "launch/patient patient/Patient.rs patient/Condition.rs patient/Encounter.rs offline_access"
            let tokens = try await client.signIn(scope: scope)
            await client.control.setFaults([
                try FaultRule(parsing: "drop-scopes=patient/Condition.rs+offline_access,times=1"),
                try FaultRule(parsing: "drop-scopes,on=code"),
            ])
            let some = try await client.refresh(tokens.text("refresh_token")).json
            #expect(some.text("scope") == "launch/patient patient/Patient.rs patient/Encounter.rs")
            #expect(try await client.fhir("Condition", token: some.text("access_token")).status == 403)
            let most = try await client.signIn(scope: scope)
            #expect(most.text("scope") == "launch/patient patient/Patient.rs offline_access")
        }
    }

    @Test("Where offline access is dropped from the first answer there is no refresh token")
    func droppedOfflineAccess() async throws {
        try await withSandbox { client in
            await client.control.setFaults([try FaultRule(parsing: "drop-scopes=offline_access,on=code")])
            #expect(try await client.signIn()["refresh_token"] == nil)
        }
    }

    @Test("expires_in can be absent, a string or a fraction")
    func expiresIn() async throws {
        try await withSandbox { client async throws in
            func lifetime(_ form: SandboxFault.ExpiresInForm) async throws -> JSONValue? {
                await client.control.setFaults([FaultRule(.expiresIn(form))])
                return try await client.signIn()["expires_in"]
            }
            #expect(try await lifetime(.absent) == nil)
            #expect(try await lifetime(.string) == .string("300"))
            #expect(try await lifetime(.float) == .number(299.5))
        }
    }

    @Test("Another patient on refresh is told and opened")
    func otherPatient() async throws {
        try await refresh(under: "other-patient,on=refresh") { client, tokens, reply in
            let other = try #require(reply.json.text("patient"))
            #expect(other != tokens.text("patient"))
            let read = try await client.fhir("Patient/\(other)", token: reply.json.text("access_token"))
            #expect(read.status == 200)
        }
    }

    @Test("A fault strikes the client, the user and the place it is for, as often as it says")
    func scopeOfAFault() async throws {
        try await withSandbox { client in
            let one = try await client.signIn("camila", client: "one")
            let other = try await client.signIn("daniel", client: "other")
            await client.control.setFaults([
                try FaultRule(parsing: "503,client=one,on=refresh,times=2"),
                try FaultRule(parsing: "502,user=daniel,on=fhir"),
            ])
            #expect(try await client.refresh(other.text("refresh_token"), client: "other").status == 200)
            #expect(try await client.refresh(one.text("refresh_token"), client: "one").status == 503)
            #expect(try await client.refresh(one.text("refresh_token"), client: "one").status == 503)
            #expect(try await client.refresh(one.text("refresh_token"), client: "one").status == 200)
            #expect(try await client.fhir("Patient", token: one.text("access_token")).status == 200)
            #expect(try await client.fhir("Patient", token: other.text("access_token")).status == 502)
            #expect(await client.control.faults.map(\.description) == ["502,on=fhir,user=daniel"])
        }
    }

    @Test("Faults that answer wait for their turn")
    func queue() async throws {
        try await withSandbox { client in
            let rules = ["503,times=1", "portal,times=1", "drop-after,times=1"]
            await client.control.setFaults(try rules.map { try FaultRule(parsing: $0) })
            #expect(try await client.refresh("x").status == 503)
            #expect(try await client.refresh("x").status == 200)
            #expect(await client.control.faults.map(\.description) == ["drop-after,on=token,times=1"])
        }
    }

    @Test("Discovery can fail too", arguments: ["/fhir/.well-known/smart-configuration", "/fhir/metadata"])
    func discovery(path: String) async throws {
        let faults = [FaultRule(.status(500, retryAfter: nil), on: .discovery)]
        try await withSandbox(SandboxOptions(faults: faults)) { client async throws in
            #expect(try await client.send("GET", path).status == 500)
        }
    }
}

@Suite("The text form of faults")
struct FaultRuleTests {
    @Test(
        "Every fault reads what it writes",
        arguments: [
            "503,on=token", "429+retry-after=2,on=refresh,times=3", "slow=2.5,on=fhir",
            "drop-before,on=code,client=app",
            "drop-after,on=refresh", "portal,on=discovery", "bare-400,on=token", "invalid_client,on=token,user=camila",
            "no-rotation,on=token", "no-refresh-token,on=code", "drop-scopes,on=token",
            "drop-scopes=patient/Condition.rs+offline_access,on=token", "expires-in=absent,on=token",
            "expires-in=string,on=token", "expires-in=float,on=token", "other-patient,on=refresh",
        ])
    func roundTrip(text: String) throws {
        #expect(try FaultRule(parsing: text).description == text)
    }

    @Test(
        "Nonsense is refused with what was expected",
        arguments: [
            "", ",", "200", "600", "503+retry-after", "503=2", "slow", "slow=-1", "slow=soon", "expires-in=never",
            "503,on=everywhere", "503,times=0", "503,times=often", "503,when=now", "no-rotation,on=fhir",
            "drop-after=1",
        ])
    func nonsense(text: String) {
        #expect(throws: FaultRuleError.self) { try FaultRule(parsing: text) }
    }
}
