import SMART
import Testing

@Suite("Authorization redirect")
struct AuthorizationRedirectTests {
    private static let state = Redacted("s-1")

    private func code(
        _ text: String, issuer: String? = nil, bareCodeAllowed: Bool = true
    ) throws(AuthorizationRedirectError) -> String {
        try AuthorizationRedirect(parsing: text)
            .code(expectedState: Self.state, expectedIssuer: issuer, bareCodeAllowed: bareCodeAllowed).reveal()
    }

    @Test(
        "A code is found in whatever a socket or a person brings",
        arguments: [
            "/callback?code=abc&state=s-1",
            "https://app.example/cb?code=abc&state=s-1",
            "https://app.example/cb?tenant=7&state=s-1&code=abc",
            "  https://app.example/cb?code=abc&state=s-1\n",
            "https://app.example/cb?co\n   de=ab\r\nc&sta te=s-1",
            "\"https://app.example/cb?code=abc&state=s-1\"",
            "<https://app.example/cb?code=abc&state=s-1>",
            "“https://app.example/cb?code=abc&state=s-1”",
            "https://app.example/cb?code=abc&state=s-1#_=_",
            "https://app.example/cb#code=abc&state=s-1",
            "https://app.example/cb?x=1#state=s-1&code=abc",
            "com.example.app:/cb?code=abc&state=s-1",
            "code=abc&state=s-1",
            "state=s-1&code=abc",
            "https://app.example/cb?code=abc&code=abc&state=s-1",
            "\u{FEFF}https://app.example/cb?code=a\u{200E}bc&state=s-1",
            "abc",
            " 'abc' ",
            "ab\n  c",
        ])
    func findsCode(text: String) throws {
        #expect(try code(text) == "abc")
    }

    @Test(
        "A code keeps its own characters",
        arguments: [
            ("/cb?code=a%2Bb%2F%3D%3D&state=s-1", "a+b/=="), ("/cb?code=a+b==&state=s-1", "a+b=="),
            ("a%2Bb%3D", "a+b="), ("0.AX.Mw_-~", "0.AX.Mw_-~"), ("ab=cd", "ab=cd"),
        ])
    func keepsCode(text: String, expected: String) throws {
        #expect(try code(text) == expected)
    }

    @Test(
        "Text without a code is told for what it is",
        arguments: [
            ("", AuthorizationRedirectError.Code.empty), (" \n", .empty), ("\"\"", .empty),
            ("/favicon.ico", .noCode), ("/", .noCode), ("https://app.example/cb", .noCode),
            ("https://app.example/cb?state=s-1", .noCode), ("/cb?code=&state=s-1", .noCode),
            ("I signed in and then it said done", .noCode), ("Füße", .noCode), ("/cb?state=s-1&code", .noCode),
            ("https://auth.example/authorize?response_type=code&client_id=x&state=s-1", .ownRequest),
            ("/cb?code=abc&code=abd&state=s-1", .ambiguous), ("/cb?code=abc&state=s-1&state=s-2", .ambiguous),
            ("/cb?code=abc#code=abd", .ambiguous),
        ])
    func refusesOtherText(text: String, expected: AuthorizationRedirectError.Code) {
        let error = #expect(throws: AuthorizationRedirectError.self) { try AuthorizationRedirect(parsing: text) }
        #expect(error?.code == expected)
    }

    @Test(
        "R-4, R-60: only the state that was sent is accepted",
        arguments: [
            ("/cb?code=abc&state=s-2", AuthorizationRedirectError.Code.stateMismatch),
            ("/cb?code=abc&state=s-11", .stateMismatch), ("/cb?code=abc&state=s-", .stateMismatch),
            ("/cb?code=abc&state=S-1", .stateMismatch), ("/cb?code=abc", .stateMissing),
            ("/cb?code=abc&state=", .stateMissing), ("/cb?error=access_denied&state=other", .stateMismatch),
        ])
    func checksState(text: String, expected: AuthorizationRedirectError.Code) {
        let error = #expect(throws: AuthorizationRedirectError.self) { try code(text) }
        #expect(error?.code == expected)
    }

    @Test("A bare code is taken from a person and never from a socket")
    func bareCode() throws {
        #expect(try code("abc", bareCodeAllowed: true) == "abc")
        let error = #expect(throws: AuthorizationRedirectError.self) { try code("abc", bareCodeAllowed: false) }
        #expect(error?.code == .bareCodeNotAllowed)
    }

    @Test("An error without state counts where a person pasted it, not where anything on this machine could send it")
    func errorWithoutState() {
        let pasted = #expect(throws: AuthorizationRedirectError.self) { try code("/cb?error=access_denied") }
        #expect(pasted?.code == .denied)
        let received = #expect(throws: AuthorizationRedirectError.self) {
            try code("/cb?error=access_denied", bareCodeAllowed: false)
        }
        #expect(received?.code == .stateMissing)
        #expect(received?.description.contains("access_denied") == true)
    }

    @Test("RFC 9207: an issuer in the redirect must be the one asked")
    func checksIssuer() throws {
        let redirect = "/cb?code=abc&state=s-1&iss=https%3A%2F%2Fauth.example"
        #expect(try code(redirect, issuer: "https://auth.example") == "abc")
        #expect(try code(redirect, issuer: "https://auth.example/.well-known/openid-configuration") == "abc")
        #expect(try code(redirect, issuer: nil) == "abc")
        #expect(try code("/cb?code=abc&state=s-1", issuer: "https://auth.example") == "abc")
        let error = #expect(throws: AuthorizationRedirectError.self) {
            try code(redirect, issuer: "https://evil.example")
        }
        #expect(error?.code == .issuerMismatch)
    }

    @Test(
        "The server's refusal is put in words",
        arguments: [
            ("error=access_denied", "access was denied: you or the server's policy said no (access_denied)"),
            (
                "error=access_denied&error_description=The+user+said+no",
                "access was denied: The user said no (access_denied)"
            ),
            (
                "error=invalid_scope",
                "the server refused to sign in: it does not know one of the scopes, or does not grant it to this client "
                    + "(invalid_scope)"
            ),
            ("error=vendor_trouble", "the server refused to sign in: vendor_trouble"),
            (
                "error=server_error&error_description=%1B%5B31mred%07",
                "the server refused to sign in: [31mred (server_error)"
            ),
            ("code=abc&error=server_error", "the server refused to sign in: it failed; try again later (server_error)"),
        ])
    func wordsRefusals(query: String, expected: String) {
        let error = #expect(throws: AuthorizationRedirectError.self) { try code("/cb?state=s-1&\(query)") }
        #expect(error?.description == expected)
    }

    @Test("Printing a redirect shows neither code nor state")
    func hidesSecrets() throws {
        let redirect = try AuthorizationRedirect(parsing: "/cb?code=c0de-c0de&state=st4te-st4te")
        let text = "\(redirect)" + String(reflecting: redirect)
        #expect(!text.contains("c0de-c0de"))
        #expect(!text.contains("st4te-st4te"))
    }
}
