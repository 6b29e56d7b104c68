import SMART
import Testing

@testable import Sandbox

@Suite("Signing in")
struct SignInTests {
    @Test("A sign-in through the pages earns tokens, scopes and the patient")
    func wholeFlow() async throws {
        try await withSandbox { client in
            let redirect = try await client.authorize()
            #expect(redirect["state"] == "state-1")
            #expect(redirect["iss"] == client.origin)
            let reply = try await client.exchange(try #require(redirect["code"]))
            let tokens = reply.json
            #expect(reply.header("cache-control") == "no-store")
            #expect(tokens.text("token_type") == "Bearer")
            #expect(tokens["expires_in"]?.number == 300)
            #expect(tokens.text("scope") == SandboxClient.scope)
            #expect(tokens.text("patient") == "camila-lopez")
            #expect(tokens["need_patient_banner"]?.bool == true)
            #expect(tokens.text("smart_style_url") == client.origin + "/smart-style.json")
            #expect(tokens.text("refresh_token") != nil)
            #expect(tokens["refresh_expires_in"] == nil)
        }
    }

    @Test("A person who may open several records chooses one", arguments: ["amir-haddad", "noor-haddad"])
    func patientChoice(patient: String) async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn("amir", patient: patient)
            #expect(tokens.text("patient") == patient)
        }
    }

    @Test("Nobody can choose a patient whose records are not theirs")
    func foreignPatient() async throws {
        try await withSandbox { client async throws in
            await #expect(throws: SandboxVisitError.self) {
                try await client.visitor("amir", patient: "camila-lopez").visit(client.address(of: client.request()))
            }
        }
    }

    @Test("A single scope can be refused, and the answer says what is left")
    func refusedScope() async throws {
        try await withSandbox { client in
            let scope = "openid launch/patient patient/Observation.rs patient/Condition.rs offline_access"
            let tokens = try await client.signIn(scope: scope, refusing: ["patient/Condition.rs"])
            #expect(tokens.text("scope") == "openid launch/patient patient/Observation.rs offline_access")
            let token = tokens.text("access_token")
            #expect(try await client.fhir("Condition", token: token).status == 403)
            #expect(try await client.fhir("Observation", token: token).status == 200)
        }
    }

    @Test("R-216: where offline access is refused there is no refresh token")
    func refusedOfflineAccess() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn(refusing: ["offline_access"])
            #expect(tokens["refresh_token"] == nil)
            #expect(await client.control.honouredRefreshTokens.isEmpty)
        }
    }

    @Test("Where launch/patient is refused the patient is not told")
    func refusedContext() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn(refusing: ["launch/patient"])
            #expect(tokens["patient"] == nil)
        }
    }

    @Test("Deny goes back to the app as access_denied, and so does an empty consent")
    func denial() async throws {
        try await withSandbox { client in
            let denied = try await client.authorize(by: client.visitor(denies: true))
            let everything = Set(SandboxClient.scope.split(separator: " ").map(String.init))
            let empty = try await client.authorize(by: client.visitor(refusing: everything))
            #expect(denied["error"] == "access_denied" && denied["state"] == "state-1")
            #expect(empty["error"] == "access_denied")
        }
    }

    @Test("What the sandbox does not know, and what only a system may have, is left out of the grant")
    func ungrantable() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn(scope: "openid gibberish system/*.rs patient/*.rs launch/imagingstudy")
            #expect(tokens.text("scope") == "openid patient/*.rs")
        }
    }

    @Test("Of offline and online access, offline wins")
    func bothModes() async throws {
        try await withSandbox { client in
            let both = "launch/patient online_access offline_access patient/*.rs"
            let tokens = try await client.signIn(scope: both)
            let refused = try await client.signIn(scope: both, refusing: ["offline_access"])
            #expect(tokens.text("scope") == "launch/patient offline_access patient/*.rs")
            #expect(refused.text("scope") == "launch/patient online_access patient/*.rs")
        }
    }

    @Test("R-161: a launch from the record system brings patient and encounter along")
    func recordSystemLaunch() async throws {
        try await withSandbox { client in
            let launch = try #require(await client.control.startLaunch(patient: "ingrid-olsen"))
            let request = client.request(scope: "launch openid fhirUser patient/*.rs") + [("launch", launch)]
            let redirect = try await client.authorize(request, by: client.visitor("grace"))
            let tokens = try await client.exchange(try #require(redirect["code"])).json
            #expect(tokens.text("patient") == "ingrid-olsen")
            #expect(tokens.text("encounter") == "ingrid-olsen-encounter-2")
            #expect(tokens["need_patient_banner"]?.bool == false)
        }
    }

    @Test("A launch on somebody else's record is denied to a patient")
    func foreignLaunch() async throws {
        try await withSandbox { client in
            let launch = try #require(await client.control.startLaunch(patient: "ingrid-olsen"))
            let request = client.request(scope: "launch openid patient/*.rs") + [("launch", launch)]
            let redirect = try await client.authorize(request, by: client.visitor("daniel"))
            #expect(redirect["error"] == "access_denied")
        }
    }

    @Test("The launch page sends the app its iss and launch")
    func launchPage() async throws {
        try await withSandbox { client in
            let page = try await client.send("GET", "/ehr")
            let cookie = try #require(page.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let form = try #require(PageForm.forms(in: page.body).first)
            let fields = form.submission().pairs.map { ($0.name, $0.value) }
            func launch(_ address: String) async throws -> SandboxClient.Reply {
                try await client.post("/ehr", fields + [("launch_url", address)], headers: [("Cookie", cookie)])
            }
            let launched = try await launch("http://127.0.0.1:8000/launch?x=1")
            let refused = try await launch("http://app.example.org/launch")
            #expect(launched.header("location")?.hasPrefix("http://127.0.0.1:8000/launch?x=1&iss=") == true)
            #expect(launched.location["iss"] == client.running.baseURL)
            #expect(launched.location["launch"]?.isEmpty == false)
            #expect(refused.status == 400)
        }
    }
}
