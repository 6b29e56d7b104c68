import Foundation
import SMART
import Testing

@Suite("Introspection response")
struct IntrospectionResponseTests {
    private func parse(_ text: String) throws(TokenResponseError) -> IntrospectionResponse {
        try IntrospectionResponse(reading: AnswerBody(text))
    }

    @Test("R-270: whether the token is active and when it ends are read, whatever else a server adds")
    func complete() throws {
        let response = try parse(
            #"{"active":true,"exp":1788635873,"iat":"1788632273","scope":"openid patient/*.rs","client_id":"app","#
                + #""username":"u","sub":"s","iss":"https://a.example","token_type":"bearer","fhirUser":"Patient/1","#
                + #""patient":"p1","vendor":"x"}"#)
        #expect(response.isActive)
        #expect(response.expiresAt == Date(timeIntervalSince1970: 1_788_635_873))
    }

    @Test("A dead token is a dead token, also where the server writes it as text", arguments: ["false", "\"false\""])
    func inactive(written: String) throws {
        #expect(try parse("{\"active\":\(written)}").isActive == false)
    }

    @Test(
        "Answers that say nothing of the token are refused",
        arguments: [
            ("{}", TokenResponseError.Code.noActiveMember), ("{\"active\":1}", .noActiveMember), ("[]", .notAnObject),
            ("<html>", .notJSON), ("{\"error\":\"invalid_client\"}", .refused),
        ])
    func refusals(body: String, expected: TokenResponseError.Code) {
        let error = #expect(throws: TokenResponseError.self) { try parse(body) }
        #expect(error?.code == expected)
    }
}
