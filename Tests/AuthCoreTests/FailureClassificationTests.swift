import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

@Suite("What a failure says of the grant")
struct FailureClassificationTests {
    static let now = Date(timeIntervalSince1970: 784_111_777)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: TransportResponse
        let verdict: AuthFailure.Verdict
        var answerWasLost = false

        init(
            _ description: String, _ answer: TransportResponse, _ verdict: AuthFailure.Verdict,
            answerWasLost: Bool = false
        ) {
            testDescription = description
            self.answer = answer
            self.verdict = verdict
            self.answerWasLost = answerWasLost
        }
    }

    static let invalidGrant = #"{"error":"invalid_grant","error_description":"Token revoked"}"#
    static let revoked = OAuthError(code: "invalid_grant", detail: "Token revoked")

    static let cases: [Case] = [
        Case("400 invalid_grant", .json(invalidGrant, status: 400), .grantRefused(revoked)),
        Case("401 invalid_grant", .json(invalidGrant, status: 401), .grantRefused(revoked)),
        Case("403 invalid_grant", .json(invalidGrant, status: 403), .grantRefused(revoked)),
        Case("404 invalid_grant", .json(invalidGrant, status: 404), .grantRefused(revoked)),
        Case("200 with an error member", .json(invalidGrant), .grantRefused(revoked)),
        Case(
            "invalid_grant labelled as a web page", .text(invalidGrant, status: 400, type: "text/html"),
            .grantRefused(revoked)),
        Case(
            "invalid_grant after a byte order mark", .json("\u{FEFF}" + invalidGrant, status: 400),
            .grantRefused(revoked)),
        Case(
            "invalid_grant under a vendor's names",
            .json(#"{"status":"invalid_grant","statusmessage":"gone"}"#, status: 400),
            .grantRefused(OAuthError(code: "invalid_grant", detail: "gone"))),
        Case(
            "401 invalid_client", .json(#"{"error":"invalid_client"}"#, status: 401),
            .clientRefused(OAuthError(code: "invalid_client"))),
        Case(
            "400 unauthorized_client", .json(#"{"error":"unauthorized_client"}"#, status: 400),
            .clientRefused(OAuthError(code: "unauthorized_client"))),
        Case(
            "400 invalid_scope", .json(#"{"error":"invalid_scope"}"#, status: 400),
            .refused(OAuthError(code: "invalid_scope"))),
        Case(
            "400 unsupported_token_type", .json(#"{"error":"unsupported_token_type"}"#, status: 400),
            .refused(OAuthError(code: "unsupported_token_type"))),
        Case("400 server_error", .json(#"{"error":"server_error"}"#, status: 400), .passing(retryAfter: nil)),
        Case(
            "400 temporarily_unavailable", .json(#"{"error":"temporarily_unavailable"}"#, status: 400),
            .passing(retryAfter: nil)),
        Case("bare 400", TransportResponse(status: 400), .unexplained),
        Case("400 with a web page", .text(TransportResponse.portalPage, status: 400, type: "text/html"), .unexplained),
        Case("403 with a web page", .text(TransportResponse.portalPage, status: 403, type: "text/html"), .unexplained),
        Case("bare 401", TransportResponse(status: 401), .unexplained),
        Case("404 in plain text", .text("not found", status: 404), .unexplained),
        Case("400 of a web framework", .json(#"{"status":400,"error":"Bad Request"}"#, status: 400), .unexplained),
        Case(
            "200 web page of a captive portal", .text(TransportResponse.portalPage, status: 200, type: "text/html"),
            .passing(retryAfter: nil), answerWasLost: true),
        Case(
            "web page labelled as JSON", .json(TransportResponse.portalPage), .passing(retryAfter: nil),
            answerWasLost: true),
        Case("302 to a portal", .redirect(to: "https://portal.example/login"), .passing(retryAfter: nil)),
        Case("308", .redirect(to: "https://elsewhere.example/token", status: 308), .passing(retryAfter: nil)),
        Case("500", TransportResponse(status: 500), .passing(retryAfter: nil), answerWasLost: true),
        Case(
            "500 that says invalid_grant", .json(invalidGrant, status: 500), .passing(retryAfter: nil),
            answerWasLost: true),
        Case("502", TransportResponse(status: 502), .passing(retryAfter: nil), answerWasLost: true),
        Case(
            "503 with Retry-After", TransportResponse(status: 503, headers: [("Retry-After", "120")]),
            .passing(retryAfter: 120), answerWasLost: true),
        Case("504", TransportResponse(status: 504), .passing(retryAfter: nil), answerWasLost: true),
        Case(
            "511 of a captive portal", .text(TransportResponse.portalPage, status: 511), .passing(retryAfter: nil),
            answerWasLost: true),
        Case("408", TransportResponse(status: 408), .passing(retryAfter: nil)),
        Case("425", TransportResponse(status: 425), .passing(retryAfter: nil)),
        Case(
            "429 with a date",
            TransportResponse(status: 429, headers: [("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")]),
            .passing(retryAfter: 60)),
        Case("429 that says invalid_grant", .json(invalidGrant, status: 429), .passing(retryAfter: nil)),
        Case("200 without a token", .json("{}"), .nonsense, answerWasLost: true),
        Case("200 cut short", .json(#"{"access_token":"ab"#), .nonsense, answerWasLost: true),
        Case("204", TransportResponse(status: 204), .nonsense, answerWasLost: true),
    ]

    @Test("Only an OAuth error invalid_grant refuses the grant", arguments: cases)
    func verdict(_ testCase: Case) {
        let classification = FailureClassification(of: ServerAnswer(testCase.answer), now: Self.now)
        #expect(classification.verdict == testCase.verdict)
        #expect(classification.answerWasLost == testCase.answerWasLost)
        #expect(!classification.words.isEmpty)
    }

    @Test("A server that quotes the refused token back does not get it into the message")
    func quotedToken() {
        let body = #"{"error":"invalid_grant","error_description":"rt-canary is not known"}"#
        let classification = FailureClassification(
            of: ServerAnswer(.json(body, status: 400)), withholding: [Redacted("rt-canary")], now: Self.now)
        #expect(!classification.words.contains("canary"))
        #expect(!String(reflecting: classification).contains("canary"))
    }

    @Test("A body that is no OAuth error is never quoted")
    func bodiesAreNotQuoted() {
        let failure = AuthFailure(
            ServerAnswer(.json(#"{"access_token":"canary"#)), from: "https://auth.example:8443/token?x=1", now: Self.now
        )
        #expect(!String(reflecting: failure).contains("canary"))
        #expect(failure.server == "auth.example:8443")
    }

    @Test("What a FHIR server explains in an OperationOutcome is said in words")
    func operationOutcome() {
        let outcome = """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login","details":{"text":"Session\\u001b ended"}}]}
            """
        func read(_ body: String) -> FHIRAnswer {
            FHIRAnswer(status: 403, contentType: nil, body: Data(body.utf8), challenge: nil)
        }
        #expect(read(outcome).outcome?.description == "Session ended")
        #expect(read(#"{"resourceType":"Patient"}"#).outcome == nil)
        let words = FailureClassification(of: ServerAnswer(.json(outcome, status: 403)), now: Self.now).words
        #expect(words == "“Session ended” (status 403)")
    }
}

@Suite("Retry-After")
struct RetryAfterTests {
    static let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(
        "Seconds and HTTP dates are read, a date in the past is now, rubbish is nothing",
        arguments: [
            ("0", 0), ("120", 120), (" 7 ", 7), ("Sun, 06 Nov 1994 08:49:47 GMT", 10),
            ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("", nil), ("-5", nil), ("soon", nil), ("1e9", nil),
            ("Sun, 99 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 8:49 GMT", nil), ("99999999999999999999", nil),
        ] as [(String, TimeInterval?)])
    func values(_ text: String, _ seconds: TimeInterval?) {
        #expect(RetryAfter.seconds(in: text, now: Self.now) == seconds)
    }

    @Test("An absent header is nothing")
    func absent() {
        #expect(RetryAfter.seconds(in: nil, now: Self.now) == nil)
    }
}
