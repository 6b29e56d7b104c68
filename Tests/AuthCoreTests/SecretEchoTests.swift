import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

/// A server, or something in the way, that quotes what it was sent.
@Suite("Canary tokens that a server sends back")
struct SecretEchoTests {
    static let token = "CanaryTok-7f3A.9b~Xq+z/20Zw=="

    struct Echo: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ description: String, _ text: String) {
            testDescription = description
            self.text = text
        }
    }

    private static func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    private static func percent(_ text: String) -> String {
        text.utf8.map { "%" + hex(String(UnicodeScalar($0))) }.joined()
    }

    static let echoes = [
        Echo("as it is", token), Echo("in capitals", token.uppercased()), Echo("in small letters", token.lowercased()),
        Echo("in the middle", "xx\(token)yy"), Echo("its beginning", String(token.prefix(16))),
        Echo("its end", String(token.suffix(14))), Echo("its middle", String(token.dropFirst(6).prefix(15))),
        Echo("escaped for a form", FormEncoding.escape(token)), Echo("percent-encoded", percent(token)),
        Echo("percent-encoded twice", FormEncoding.escape(percent(token))), Echo("hexadecimal", hex(token)),
        Echo("hexadecimal in capitals", hex(token).uppercased()), Echo("base64", base64(token)),
        Echo("base64 after one byte", base64("x" + token)), Echo("base64 after two bytes", base64("xy" + token)),
        Echo("base64url", base64(token).replacing("+", with: "-").replacing("/", with: "_")),
        Echo("base64, escaped", FormEncoding.escape(base64(token))),
        Echo("base64 of a form", base64("grant_type=refresh_token&refresh_token=\(token)&a=b")),
        Echo("entities", token.unicodeScalars.map { "&#\($0.value);" }.joined()),
        Echo("hexadecimal entities", token.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined()),
        Echo(
            "entities for signs",
            token.replacing("+", with: "&plus;").replacing("/", with: "&sol;").replacing("=", with: "&equals;")),
        Echo("JSON escapes", token.unicodeScalars.map { "\\u00\(hex(String($0)))" }.joined()),
        Echo("JSON slashes", token.replacing("/", with: "\\/")),
        Echo("with blanks in it", token.map { "\($0) " }.joined()),
        Echo("with spaces of no width", token.map { "\($0)\u{200B}" }.joined()),
    ]

    /// Whether something of the token can be read in a text, in a form that anybody could undo.
    static func gives(away text: String) -> Bool {
        let letters = text.lowercased().filter { !$0.isWhitespace && $0.isASCII }
        let forms = [token, hex(token), base64(token), base64("x" + token), base64("xy" + token), percent(token)]
        return forms.map { $0.lowercased() }.contains { form in
            let signs = Array(form)
            return (4...(signs.count - 16)).contains { letters.contains(String(signs[$0..<($0 + 12)])) }
        }
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }

    /// Every answer that can carry words, with `text` as the words.
    static func answers(quoting text: String) -> [TransportResponse] {
        let page = "<html><head><title>Blocked: \(text)</title></head></html>"
        return [
            .text(page, status: 200, type: "text/html"), .text(page, status: 403, type: "text/html"),
            .text(page, status: 502, type: "text/html"),
            .text("the request \(text) is blocked", status: 400), .text("the request \(text) is blocked", status: 503),
            .json(#"{"error":"invalid_grant","error_description":\#(quoted("what is " + text))}"#, status: 400),
            .json(#"{"error":"invalid_request","message":\#(quoted(text))}"#, status: 400),
            .json(#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":\#(quoted(text))}]}"#, status: 400),
            .redirect(to: "https://sign-in.example/?next=\(text)"), .redirect(to: "/login#\(text)"),
            .redirect(to: text),
            .text("<\(text)>", status: 500, type: "application/xml"),
            .json(#"{"\#(text.replacing("\\", with: ""))":1}"#),
        ]
    }

    @Test("No word of a refused renewal gives the refresh token away, whichever way it was quoted", arguments: echoes)
    func renewal(_ echo: Echo) async throws {
        let endpoint: ServerAddress = "https://auth.example.org/token"
        for answer in Self.answers(quoting: echo.text) {
            let client = HTTPAuthClient(transport: RecordedTransport([endpoint.text: answer]))
            let error = await #expect(throws: AuthFailure.self) {
                try await client.refresh(Redacted(Self.token), at: endpoint, as: ClientCredentials(id: "c"))
            }
            let told = error.map { "\($0) \(String(reflecting: $0))" } ?? ""
            #expect(!Self.gives(away: told), "\(told)")
        }
    }

    @Test("No word of a failed read gives the access token away", arguments: echoes)
    func read(_ echo: Echo) async throws {
        for answer in Self.answers(quoting: echo.text) {
            let challenged = TransportResponse(
                status: answer.status,
                headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"\(echo.text)\"")],
                body: answer.body)
            let reader = FHIRReader(transport: RecordedTransport { _ throws(TransportError) in challenged })
            let told = try await reader.read(
                "Patient/1", from: FHIRBaseURL("https://a.example/r4"), accessToken: Redacted(Self.token)
            )
            .explanation(withholding: Redacted(Self.token))
            let words = try #require(told)
            #expect(!Self.gives(away: words), "\(words)")
        }
    }

    @Test("No member of a token response gives its own tokens away", arguments: echoes)
    func context(_ echo: Echo) throws {
        let text = Self.quoted(echo.text)
        let body = """
            {"access_token":"\(Self.token)","patient":\(text),"intent":\(text),"tenant":\(text),"token_type":\(text),"note":[\(text)],
             "smart_style_url":\(text),"fhirContext":[{"reference":\(text)}],"authorization_details":[{"x":\(text)}]}
            """
        let response = try TokenResponse(reading: AnswerBody(Data(body.utf8)))
        #expect(!Self.gives(away: String(reflecting: response)))
    }

    @Test("What only looks like a secret stays, and short secrets go where they stand alone")
    func innocent() {
        let filter = SecretFilter([Redacted(Self.token), Redacted("at")])
        #expect(filter.struck(from: "what the patient at the gate said") == "what the patient ‹redacted› the gate said")
        #expect(filter.struck(from: "error_code=invalid_grant") == "error_code=invalid_grant")
        #expect(filter.struck(from: "Bearer error=\"invalid_token\"") == "Bearer error=\"invalid_token\"")
        #expect(filter.struck(from: "refresh_token=abcdefgh&x=1") == "refresh_token=‹redacted›&x=1")
        #expect(
            filter.struck(from: "50 % of 100 %zz & more; 5 &#9999999999; \\")
                == "50 % of 100 %zz & more; 5 &#9999999999; \\")
    }

    @Test("Plain text of a failure is told, cleaned and bounded, and half a token response is not")
    func prose() {
        func words(_ body: String) -> String {
            FailureClassification(of: ServerAnswer(.text(body, status: 404)), now: Date(timeIntervalSince1970: 0)).words
        }
        #expect(words("no such\n\u{1B}[2Jtenant") == "status 404 with “no such [2Jtenant”")
        #expect(words(String(repeating: "x", count: 9_000)).count < 300)
        for half in ["{\"access_token\":\"abc", "access_token=abc", "\"abc", "=abc", "\u{0}\u{1}abc"] {
            #expect(words(half) == "status 404 with text that is not JSON")
        }
    }
}
