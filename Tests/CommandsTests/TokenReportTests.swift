import SMART
import Sessions
import TestSupport
import Testing

@testable import Commands

@Suite("token --json")
struct TokenReportTests {
    @Test("A token has the members of the contract")
    func members() throws {
        let token = AccessToken(
            token: Redacted("at"), tokenType: "Bearer", expiresAt: Sample.noon, scope: "openid patient/*.rs",
            baseURL: try Sample.baseURL())
        let expected = """
            {"access_token":"at","base_url":"https://fhir.example.org/r4","expires_at":"\(Sample.noonText)",\
            "scope":"openid patient/*.rs","token_type":"Bearer","version":1}
            """
        #expect(try TokenCommand.document(of: token).text == expected)
    }
}
