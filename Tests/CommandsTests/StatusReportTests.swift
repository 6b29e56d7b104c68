import TestSupport
import Testing

@testable import Commands

@Suite("status --json")
struct StatusReportTests {
    @Test("No session is an empty list")
    func empty() throws {
        #expect(try StatusReport([]).document.text == #"{"sessions":[],"version":1}"#)
    }

    @Test("A session has every member of the contract, with times in UTC")
    func live() throws {
        let members = [
            #""access":{"granted":"offline","inferred":true,"requested":"offline"}"#,
            #""access_expires_at":"2023-11-14T22:13:20Z""#,
            #""base_url":"https://fhir.example.org/r4""#,
            #""encounter":"e1""#,
            #""endpoint":"lab""#,
            #""fhir_user":"Practitioner/1""#,
            #""label":"nurse""#,
            #""last_refresh_at":"2023-11-14T22:08:20Z""#,
            #""name":"lab:nurse""#,
            #""next_refresh_at":"2023-11-14T22:12:20Z""#,
            #""patient":"p1""#,
            #""reason":null"#,
            #""refresh_count":3"#,
            #""refresh_expires_at":"2023-11-14T23:13:20Z""#,
            #""scopes":{"granted":["openid","patient/*.rs"],"missing":["patient/Observation.c"],"#
                + #""requested":["openid","patient/*.rs","patient/Observation.c","offline_access"]}"#,
            #""state":"live""#,
        ]
        let expected = #"{"sessions":[{"# + members.joined(separator: ",") + #"}],"version":1}"#
        #expect(try StatusReport([Sample.live()]).document.text == expected)
    }

    @Test("What is absent is null, never left out")
    func signedOut() throws {
        let members = [
            #""access":{"granted":null,"inferred":null,"requested":"offline"}"#,
            #""access_expires_at":null"#,
            #""base_url":"https://fhir.example.org/r4""#,
            #""encounter":null"#,
            #""endpoint":"lab""#,
            #""fhir_user":null"#,
            #""label":null"#,
            #""last_refresh_at":null"#,
            #""name":"lab""#,
            #""next_refresh_at":null"#,
            #""patient":null"#,
            #""reason":null"#,
            #""refresh_count":0"#,
            #""refresh_expires_at":null"#,
            #""scopes":{"granted":null,"missing":null,"requested":["openid","patient/*.rs","offline_access"]}"#,
            #""state":"signed-out""#,
        ]
        let expected = #"{"sessions":[{"# + members.joined(separator: ",") + #"}],"version":1}"#
        #expect(try StatusReport([Sample.signedOut()]).document.text == expected)
    }
}
