import Foundation
import SMART
import Testing

@Suite("OAuth error body")
struct OAuthErrorTests {
    private func parse(_ text: String) -> OAuthError? {
        AnswerBody(text).json.flatMap { OAuthError(reading: $0) }
    }

    @Test(
        "Standard bodies and vendors' variants are read",
        arguments: [
            (#"{"error":"invalid_grant"}"#, OAuthError(code: "invalid_grant")),
            (
                #"{"error":"invalid_grant","error_description":"gone","error_uri":"https://x.example"}"#,
                OAuthError(code: "invalid_grant", detail: "gone")
            ),
            (#"{"error":" invalid_client "}"#, OAuthError(code: "invalid_client")),
            (
                #"{"error":"invalid_grant","status":"expired","statusmessage":"The grant is over"}"#,
                OAuthError(code: "invalid_grant", detail: "The grant is over")
            ),
            (#"{"error":"invalid_grant","status":"expired"}"#, OAuthError(code: "invalid_grant", detail: "expired")),
            (
                #"{"status":"invalid_grant","statusmessage":"no such grant"}"#,
                OAuthError(code: "invalid_grant", detail: "no such grant")
            ),
            (#"{"error":"urn:vendor:odd-code"}"#, OAuthError(code: "urn:vendor:odd-code")),
            (#"{"error":"invalid_grant","status":400,"path":"/token"}"#, OAuthError(code: "invalid_grant")),
            (
                #"{"error":"invalid_grant","error_description":"a\u001b[31mb\u202e"}"#,
                OAuthError(code: "invalid_grant", detail: "a[31mb")
            ),
        ])
    func reads(body: String, expected: OAuthError) {
        #expect(parse(body) == expected)
    }

    @Test(
        "Rule 1: what is no OAuth error body says nothing of the grant",
        arguments: [
            "", "<html>invalid_grant</html>", "[]", "\"invalid_grant\"", "{}", #"{"error":""}"#, #"{"error":null}"#,
            #"{"error":{"code":"invalid_grant"}}"#, #"{"error":400}"#,
            #"{"status":400,"statusmessage":"Bad Request"}"#, #"{"message":"invalid_grant"}"#,
            #"{"timestamp":"2026-01-01","status":502,"error":"Bad Gateway","path":"/token"}"#,
            #"{"statusCode":401,"error":"Unauthorized"}"#, #"{"error":"Internal Server Error"}"#,
            #"{"error_description":"invalid_grant"}"#,
        ])
    func refuses(body: String) {
        #expect(parse(body) == nil)
    }

    @Test("A refused token that the server quotes back is struck out")
    func withholding() {
        let error = OAuthError(code: "invalid_grant", detail: "token canary-1 is dead")
        let shown = error.withholding([Redacted("canary-1"), Redacted("")])
        #expect(shown.detail == "token ‹redacted› is dead")
    }

    @Test("A detail of any length is cut to what a screen can hold")
    func longDetail() {
        let body = #"{"error":"server_error","error_description":"\#(String(repeating: "x", count: 10_000))"}"#
        #expect(parse(body)?.detail?.count == 500)
    }
}
