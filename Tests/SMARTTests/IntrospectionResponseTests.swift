import Foundation
import SMART
import Testing

@Suite("Introspection response")
struct IntrospectionResponseTests {
    private func parse(_ text: String) throws(TokenResponseError) -> IntrospectionResponse {
        try IntrospectionResponse(parsing: Data(text.utf8))
    }

    @Test("R-270: the members of RFC 7662 and the launch context are read")
    func complete() throws {
        let response = try parse(
            #"{"active":true,"exp":1788635873,"iat":"1788632273","scope":"openid patient/*.rs","client_id":"app","#
                + #""username":"u","sub":"s","iss":"https://a.example","token_type":"bearer","fhirUser":"Patient/1","#
                + #""patient":"p1","vendor":"x"}"#)
        #expect(response.isActive)
        #expect(response.expiresAt == Date(timeIntervalSince1970: 1_788_635_873))
        #expect(response.issuedAt == Date(timeIntervalSince1970: 1_788_632_273))
        #expect(response.scope == "openid patient/*.rs")
        #expect(response.clientID == "app")
        #expect(response.username == "u")
        #expect(response.subject == "s")
        #expect(response.issuer == "https://a.example")
        #expect(response.tokenType == "bearer")
        #expect(response.fhirUser == "Patient/1")
        #expect(response.context.patient == "p1")
        #expect(response.additional == ["vendor": .string("x")])
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
