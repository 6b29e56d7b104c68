import Foundation
import SMART
import Testing

@testable import Sandbox

@Suite("The authorization endpoint")
struct AuthorizationEndpointTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let parameter: String
        let value: String?
        let error: String

        var testDescription: String { "\(parameter)=\(value ?? "(absent)")" }
    }

    static let mistakes = [
        Mistake(parameter: "response_type", value: nil, error: "invalid_request"),
        Mistake(parameter: "response_type", value: "token", error: "unsupported_response_type"),
        Mistake(parameter: "state", value: nil, error: "invalid_request"),
        Mistake(parameter: "aud", value: nil, error: "invalid_request"),
        Mistake(parameter: "aud", value: "https://fhir.example.org/r4", error: "invalid_request"),
        Mistake(parameter: "code_challenge", value: nil, error: "invalid_request"),
        Mistake(parameter: "code_challenge", value: "short", error: "invalid_request"),
        Mistake(parameter: "code_challenge_method", value: nil, error: "invalid_request"),
        Mistake(parameter: "code_challenge_method", value: "plain", error: "invalid_request"),
        Mistake(parameter: "scope", value: nil, error: "invalid_scope"),
        Mistake(parameter: "scope", value: "launch openid", error: "invalid_request"),
        Mistake(parameter: "launch", value: "made-up", error: "invalid_request"),
    ]

    @Test(
        "R-32, R-37, R-41, R-44, R-45: a mistake in the request goes back to the app by redirect",
        arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        try await withSandbox { client in
            var request = client.request().filter { $0.0 != mistake.parameter }
            if let value = mistake.value { request.append((mistake.parameter, value)) }
            let reply = try await client.send("GET", client.address(of: request))
            #expect(reply.status == 303)
            #expect(reply.header("location")?.hasPrefix(SandboxClient.redirectURI) == true)
            #expect(reply.location["error"] == mistake.error)
            #expect(reply.location["state"] == (mistake.parameter == "state" ? nil : "state-1"))
        }
    }

    @Test("A parameter that is given twice is refused")
    func repetition() async throws {
        try await withSandbox { client in
            let reply = try await client.send("GET", client.address(of: client.request() + [("scope", "openid")]))
            #expect(reply.location["error"] == "invalid_request")
        }
    }

    @Test(
        "Nobody is sent to an address that cannot be trusted",
        arguments: [
            nil, "http://app.example.org/cb", "javascript:alert(1)", "http://127.0.0.1.example.org/", "https://a@b/",
            "https://app.example.org/#x", "not an address",
        ])
    func untrustedRedirect(_ redirect: String?) async throws {
        try await withSandbox { client in
            var request = client.request().filter { $0.0 != "redirect_uri" }
            if let redirect { request.append(("redirect_uri", redirect)) }
            let reply = try await client.send("GET", client.address(of: request))
            #expect(reply.status == 400)
            #expect(reply.header("location") == nil)
            #expect(reply.body.contains("This request cannot be answered"))
        }
    }

    @Test("A request without a client is answered to the person")
    func noClient() async throws {
        try await withSandbox { client in
            let reply = try await client.send(
                "GET", client.address(of: client.request().filter { $0.0 != "client_id" }))
            #expect(reply.status == 400)
        }
    }

    @Test("R-50 and R-52: a request by form POST is taken as one by GET", arguments: ["", "/"])
    func formPost(slash: String) async throws {
        try await withSandbox { client in
            let form = client.request().map { $0.0 == "aud" ? ("aud", $0.1 + slash) : $0 }
            let reply = try await client.post("/authorize", form)
            let page = try await client.send("GET", try #require(reply.header("location")))
            #expect(page.status == 200)
            #expect(page.body.contains("<h1>Sign in</h1>"))
        }
    }

    @Test("What a client writes into its request appears escaped on the pages")
    func escaping() async throws {
        try await withSandbox { client in
            let attack = "<script>alert(\"x\")</script>'&"
            let request = client.request(scope: "patient/Patient.r?name=\"><b> openid", client: attack)
            let opened = try await client.send("GET", client.address(of: request))
            let signIn = try await client.send("GET", try #require(opened.header("location")))
            #expect(!signIn.body.contains("<script>"))
            #expect(signIn.body.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;"))
            let consent = try await consentPage(of: request, client)
            #expect(!consent.contains("<script>") && !consent.contains("\"><b>"))
            #expect(consent.contains("value=\"patient/Patient.r?name=&quot;&gt;&lt;b&gt;\""))
        }
    }

    @Test("The consent page says every scope in plain words and lets each be refused")
    func consentPage() async throws {
        try await withSandbox { client in
            let scope = "openid launch/patient patient/Observation.rs user/*.read offline_access gibberish"
            let page = try await consentPage(of: client.request(scope: scope), client)
            #expect(page.contains("Read observations<"))
            #expect(page.contains("Read everything you may see"))
            #expect(page.contains("Renew until the server ends it, also when you are away"))
            #expect(page.components(separatedBy: "type=\"checkbox\"").count == 6)
            #expect(page.contains("what the sandbox cannot give: <code>gibberish</code>"))
        }
    }

    @Test("Pages load nothing, run no script and stay out of caches and frames")
    func pageHeaders() async throws {
        try await withSandbox { client in
            let reply = try await client.send("GET", "/ehr")
            let policy = try #require(reply.header("content-security-policy"))
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(reply.header("cache-control") == "no-store")
            #expect(!reply.body.contains("<script"))
        }
    }

    @Test("A form of another site, or of another browser, is not taken")
    func foreignForm() async throws {
        try await withSandbox { client in
            let opened = try await client.send("GET", client.address(of: client.request()))
            let path = try #require(opened.header("location"))
            let page = try await client.send("GET", path)
            let cookie = try #require(page.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let form = try #require(PageForm.forms(in: page.body).first)
            let token = try #require(form.submission()["form_token"])
            let user = ("user", "camila")
            let foreign = try await client.post(path + "/sign-in", [user, ("form_token", token)])
            let forged = try await client.post(path + "/sign-in", [user], headers: [("Cookie", cookie)])
            let own = try await client.post(
                path + "/sign-in", [user, ("form_token", token)], headers: [("Cookie", cookie)])
            #expect(foreign.status == 403)
            #expect(forged.status == 403)
            #expect(own.status == 303)
            #expect(own.header("set-cookie")?.hasPrefix(cookie) == false)
        }
    }

    @Test("A wrong password does not sign anybody in")
    func wrongPassword() async throws {
        try await withSandbox { client in
            let opened = try await client.send("GET", client.address(of: client.request()))
            let path = try #require(opened.header("location"))
            let page = try await client.send("GET", path)
            let cookie = try #require(page.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let token = try #require(PageForm.forms(in: page.body).first?.submission()["form_token"])
            func tryPassword(_ password: String) async throws -> SandboxClient.Reply {
                try await client.post(
                    path + "/sign-in", [("form_token", token), ("username", "amir"), ("password", password)],
                    headers: [("Cookie", cookie)])
            }
            let wrong = try await tryPassword("guess")
            let right = try await tryPassword(SandboxUser.password)
            #expect(wrong.status == 403)
            #expect(wrong.body.contains("the password is wrong"))
            #expect(right.status == 303)
        }
    }

    /// The page that asks for consent, fetched as a browser would.
    private func consentPage(of request: [(String, String)], _ client: SandboxClient) async throws -> String {
        let last = LastPage()
        let visitor = SandboxVisitor(user: "camila", denies: true) { request in
            let reply = try await client.send(
                request.method, request.address, headers: request.headers.map { ($0.name, $0.value) },
                body: request.body)
            if reply.status == 200 { await last.keep(reply.body) }
            return SandboxVisitor.Response(status: reply.status, headers: reply.headers, body: reply.body)
        }
        _ = try await visitor.visit(client.address(of: request))
        return await last.body
    }

    private actor LastPage {
        private(set) var body = ""

        func keep(_ page: String) {
            body = page
        }
    }
}
