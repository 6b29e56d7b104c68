import Foundation
import SMART
import Testing

@Suite("Token response")
struct TokenResponseTests {
    private func parse(_ text: String) throws(TokenResponseError) -> TokenResponse {
        try TokenResponse(reading: AnswerBody(text))
    }

    /// A response with the given members beside its access token.
    private func response(with members: String) throws(TokenResponseError) -> TokenResponse {
        try parse(#"{"access_token":"at-1",\#(members)}"#)
    }

    @Test("A response as the specification has it is read whole")
    func complete() throws {
        let response = try parse(
            """
            {"access_token":"at-1","token_type":"Bearer","expires_in":3600,"scope":"openid patient/*.rs",
             "refresh_token":"rt-1","id_token":"h.p.s","patient":"p1","encounter":"e1","need_patient_banner":true,
             "intent":"review","smart_style_url":"https://x.example/style.json","tenant":"t1",
             "fhirContext":[{"reference":"ImagingStudy/1"},{"canonical":"https://q.example|1","type":"Questionnaire","role":"x"}],
             "authorization_details":[{"type":"smart_on_fhir"}]}
            """)
        #expect(response.accessToken.reveal() == "at-1")
        #expect(response.tokenType == "Bearer")
        #expect(response.lifetime == 3600)
        #expect(response.scope == "openid patient/*.rs")
        #expect(response.refreshToken?.reveal() == "rt-1")
        #expect(response.idToken?.reveal() == "h.p.s")
        #expect(response.refreshDeadline == nil)
        #expect(response.context.patient == "p1")
        #expect(response.context.encounter == "e1")
        #expect(response.context.needPatientBanner == true)
        #expect(response.context.intent == "review")
        #expect(response.context.smartStyleURL == "https://x.example/style.json")
        #expect(response.context.tenant == "t1")
        #expect(response.context.fhirContext.map(\.role) == ["launch", "x"])
        #expect(response.context.fhirContext.map(\.reference) == ["ImagingStudy/1", nil])
        #expect(response.context.authorizationDetails?.array?.first?["type"]?.string == "smart_on_fhir")
        #expect(response.additional.isEmpty)
    }

    @Test(
        "expires_in is read in every form it comes in, and unknown where it says nothing",
        arguments: [
            ("3600", 3600), ("\"3600\"", 3600), ("\" 3600 \"", 3600), ("3599.5", 3599.5), ("\"3599.5\"", 3599.5),
            ("1e300", 2_147_483_647), ("9223372036854775807", 2_147_483_647), ("0", nil), ("-1", nil), ("null", nil),
            ("\"\"", nil), ("\"soon\"", nil), ("\"nan\"", nil), ("\"inf\"", nil), ("1e999", nil), ("{}", nil),
            ("[3600]", nil), ("true", nil),
        ] as [(String, TimeInterval?)])
    func lifetime(written: String, expected: TimeInterval?) throws {
        #expect(try response(with: "\"expires_in\":\(written)").lifetime == expected)
        #expect(try parse(#"{"access_token":"at-1"}"#).lifetime == nil)
    }

    @Test(
        "A scope is a set of rights, or unknown where it is missing or empty",
        arguments: [
            ("\"openid  patient/*.rs\"", "openid patient/*.rs"),
            ("[\"openid\",\"patient/*.rs\"]", "openid patient/*.rs"),
            ("\"\"", nil), ("\"  \"", nil), ("[]", nil), ("null", nil), ("7", nil),
        ] as [(String, ScopeSet?)])
    func scope(written: String, expected: ScopeSet?) throws {
        #expect(try response(with: "\"scope\":\(written)").scope == expected)
    }

    @Test(
        "The token type has one spelling of Bearer",
        arguments: [
            ("\"bearer\"", "Bearer"), ("\"BEARER\"", "Bearer"), ("\"Bearer \"", "Bearer"), ("null", "Bearer"),
            ("7.5", "Bearer"), ("\"DPoP\"", "DPoP"),
        ])
    func tokenType(written: String, expected: String) throws {
        #expect(try response(with: "\"token_type\":\(written)").tokenType == expected)
    }

    @Test(
        "The refresh token's deadline is found under every name in use",
        arguments: [
            ("\"refresh_expires_in\":100", .after(100)), ("\"refresh_token_expires_in\":\"100\"", .after(100)),
            ("\"refresh_token_timeout\":100.0", .after(100)), ("\"authorization_expires_in\":100", .after(100)),
            ("\"refresh_expires_in\":500,\"authorization_expires_in\":100", .after(100)),
            ("\"refresh_expires_in\":0", nil),
            ("\"access_grant_expiration\":\"2026-09-05 19:17:53Z\"", .at(Date(timeIntervalSince1970: 1_788_635_873))),
            ("\"access_grant_expiration\":\"2026-09-05T19:17:53\"", .at(Date(timeIntervalSince1970: 1_788_635_873))),
            ("\"access_grant_expiration\":\"next year\"", nil),
        ] as [(String, RefreshDeadline?)])
    func refreshDeadline(member: String, expected: RefreshDeadline?) throws {
        #expect(try response(with: member).refreshDeadline == expected)
    }

    @Test(
        "R-191: launch context survives the types and shapes that servers give it",
        arguments: [
            (
                "\"fhirContext\":[{\"reference\":\"List/1\"}]",
                [LaunchContext.Reference(reference: "List/1", role: "launch")]
            ),
            ("\"fhirContext\":{\"reference\":\"List/1\",\"role\":\"\"}", [.init(reference: "List/1")]),
            ("\"fhirContext\":[\"List/1\",7,null,{},[]]", [.init(reference: "List/1")]),
            (
                "\"fhirContext\":[{\"identifier\":{\"value\":\"7\"}}]",
                [.init(identifier: .object(["value": .string("7")]))]
            ),
            ("\"fhirContext\":null", []), ("\"fhirContext\":false", []),
        ] as [(String, [LaunchContext.Reference])])
    func fhirContext(member: String, expected: [LaunchContext.Reference]) throws {
        #expect(try response(with: member).context.fhirContext == expected)
    }

    @Test("Identifiers as numbers and Booleans as text are understood")
    func looseTypes() throws {
        let context = try response(with: #""patient":12345,"encounter":"","need_patient_banner":"false""#).context
        #expect(context.patient == "12345")
        #expect(context.encounter == nil)
        #expect(context.needPatientBanner == false)
    }

    @Test("Unknown members are kept and cleaned, what cannot be understood among them")
    func additional() throws {
        let response = try response(
            with: #""epic.dstu2":"p\u001b[2J2","username":"m\u202eli","patient":{"id":7},"empty":"","n":null"#)
        #expect(
            response.additional == [
                "epic.dstu2": .string("p[2J2"), "username": .string("mli"), "patient": .object(["id": .number(7)]),
            ])
    }

    @Test("No token is among the additional members, under whatever name it comes")
    func withholdsTokens() throws {
        let response = try parse(
            #"{"access_token":"canary-1","refresh_token":"canary-2","copy":["x canary-1"],"old_refresh_token":"canary-3","#
                + #""nested":{"canary-2":1,"client_secret":"canary-4"},"jwt":"eyJcanary.b.c","id_token":{"canary":5},"ok":"yes"}"#
        )
        #expect(response.additional["ok"] == .string("yes"))
        #expect(Set(response.additional.keys) == ["copy", "old_refresh_token", "nested", "jwt", "ok"])
        #expect(!String(reflecting: response).contains("canary"))
    }

    @Test("Bytes that are no UTF-8 cost the name they stand in and not the session")
    func wrongEncoding() throws {
        let body = Data(#"{"access_token":"at-1","user":"M"#.utf8) + [0xFC] + Data(#"ller"}"#.utf8)
        #expect(try TokenResponse(reading: AnswerBody(body)).additional["user"] == .string("M\u{FFFD}ller"))
    }

    @Test("A byte order mark is passed over")
    func byteOrderMark() throws {
        #expect(try parse("\u{FEFF}{\"access_token\":\"at-1\"}").accessToken.reveal() == "at-1")
    }

    @Test("An error that came with status 200 is an OAuth error")
    func errorWithSuccess() {
        let error = #expect(throws: TokenResponseError.self) {
            try parse(#"{"error":"invalid_grant","error_description":"gone"}"#)
        }
        #expect(error?.code == .refused)
        #expect(error?.oauthError == OAuthError(code: "invalid_grant", detail: "gone"))
    }

    @Test("An error member beside an access token does not cost the token", arguments: ["null", "\"\"", "\"warning\""])
    func errorBesideToken(written: String) throws {
        #expect(try response(with: "\"error\":\(written)").accessToken.reveal() == "at-1")
    }

    @Test(
        "What is no token response is refused with the reason",
        arguments: [
            ("", TokenResponseError.Code.notJSON, "an empty body"),
            ("<html><head><title>Guest Wi-Fi</title></head>", .notJSON, "titled “Guest Wi-Fi”"),
            ("<?xml version=\"1.0\"?><Error/>", .notJSON, "an XML document (Error)"), ("ok", .notJSON, "not JSON"),
            ("[]", .notAnObject, "no object"), ("\"at-1\"", .notAnObject, "no object"),
            ("{}", .noAccessToken, "no access token"),
            ("{\"access_token\":\"\"}", .noAccessToken, "no access token"),
            ("{\"access_token\":7}", .noAccessToken, "no access token"),
            ("{\"access_token\":\"a\\r\\nX: y\"}", .unusableAccessToken, "characters"),
            ("{\"access_token\":\"a b\"}", .unusableAccessToken, "characters"),
            ("{\"access_token\":\"é\"}", .unusableAccessToken, "characters"),
        ])
    func refusals(body: String, code: TokenResponseError.Code, words: String) {
        let error = #expect(throws: TokenResponseError.self) { try parse(body) }
        #expect(error?.code == code)
        #expect(error?.description.contains(words) == true)
    }

    @Test("Half a token response is refused without quoting the token")
    func truncatedResponseStaysSecret() {
        let error = #expect(throws: TokenResponseError.self) { try parse(#"{"access_token":"canary"#) }
        #expect(error.map { "\($0)" + String(reflecting: $0) }?.contains("canary") == false)
    }

    @Test("A deadline counts from the moment the response was received")
    func deadlineDate() {
        let received = Date(timeIntervalSince1970: 1000)
        #expect(RefreshDeadline.after(60).date(receivedAt: received) == Date(timeIntervalSince1970: 1060))
        #expect(RefreshDeadline.at(.distantFuture).date(receivedAt: received) == .distantFuture)
    }
}
