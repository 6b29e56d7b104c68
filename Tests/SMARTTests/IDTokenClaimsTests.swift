import Foundation
import SMART
import Testing

@Suite("Claims of an id_token")
struct IDTokenClaimsTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Validates a good token after some of its members were replaced, or removed by `null`.
    private func validate(_ changes: String = "{}", issuer: String = "https://a.example", nonce: String? = "n-1") throws
    {
        var claims: [String: JSONValue] = [
            "iss": .string("https://a.example"), "sub": .string("s"), "aud": .string("app"),
            "exp": .number(1_800_000_300), "iat": .number(1_800_000_000), "nonce": .string("n-1"),
        ]
        for (name, value) in try #require(JSONValue(parsing: Data(changes.utf8)).object) {
            claims[name] = value == .null ? nil : value
        }
        let payload = try JSONEncoder().encode(JSONValue.object(claims))
        try IDTokenClaims(parsing: payload).validate(issuer: issuer, clientID: "app", nonce: nonce, now: Self.now)
    }

    @Test("The claims that tell who signed in are read")
    func reads() throws {
        let claims = try IDTokenClaims(
            parsing: Data(
                #"{"iss":"https://a.example","sub":7,"aud":["app","b"],"azp":"app","exp":1800000300,"iat":"1800000000","#
                    .utf8)
                + Data(#""fhirUser":"Practitioner/1","profile":"Practitioner/1","name":"Dr \u001bA","nonce":"n"}"#.utf8)
        )
        #expect(claims.subject == "7")
        #expect(claims.audience == ["app", "b"])
        #expect(claims.authorizedParty == "app")
        #expect(claims.issuedAt == Self.now)
        #expect(claims.fhirUser == "Practitioner/1")
        #expect(claims.profile == "Practitioner/1")
        #expect(claims.name == "Dr A")
        #expect(claims.nonce == "n")
    }

    @Test(
        "A good token is accepted, within a minute's leeway",
        arguments: [
            "{}", #"{"exp":1799999941}"#, #"{"iat":1800000060}"#, #"{"nbf":1800000060}"#, #"{"aud":["other","app"]}"#,
            #"{"aud":["x","app"],"azp":"app"}"#, #"{"azp":"odd"}"#, #"{"exp":4e9}"#,
            #"{"iss":"https://a.example/.well-known/openid-configuration"}"#,
        ])
    func accepts(changes: String) {
        #expect(throws: Never.self) { try validate(changes) }
    }

    @Test(
        "R-201: a token that fails one check is refused with that check",
        arguments: [
            (#"{"iss":"https://evil.example"}"#, IdentityError.Code.otherIssuer("https://evil.example")),
            (#"{"aud":"other"}"#, .otherAudience(["other"])),
            (#"{"aud":["app","x"],"azp":"x"}"#, .otherAuthorizedParty("x")),
            (#"{"exp":1799999940}"#, .expired), (#"{"iat":1800000061}"#, .issuedInTheFuture),
            (#"{"nbf":1800000061}"#, .notYetValid), (#"{"nonce":"n-2"}"#, .otherNonce),
            (#"{"nonce":null}"#, .otherNonce), (#"{"iss":null}"#, .missingClaim("iss")),
            (#"{"sub":null}"#, .missingClaim("sub")), (#"{"aud":[]}"#, .missingClaim("aud")),
            (#"{"aud":7}"#, .missingClaim("aud")), (#"{"exp":null}"#, .missingClaim("exp")),
            (#"{"exp":"soon"}"#, .missingClaim("exp")), (#"{"exp":1e300}"#, .missingClaim("exp")),
            (#"{"iat":null}"#, .missingClaim("iat")),
        ])
    func refuses(changes: String, expected: IdentityError.Code) {
        let error = #expect(throws: IdentityError.self) { try validate(changes) }
        #expect(error?.code == expected)
    }

    @Test("A nonce that was not sent is not checked, as after a refresh")
    func withoutNonce() {
        #expect(throws: Never.self) { try validate(#"{"nonce":"any"}"#, nonce: nil) }
    }

    @Test("What is no JSON object is refused", arguments: ["", "[]", "\"x\"", "{"])
    func unreadable(payload: String) {
        let error = #expect(throws: IdentityError.self) { try IDTokenClaims(parsing: Data(payload.utf8)) }
        #expect(error?.code == .unreadable)
    }

    @Test("Text of a refused token cannot steer the terminal")
    func cleansErrors() {
        let error = #expect(throws: IdentityError.self) { try validate(#"{"iss":"https://e\u001b[2J.example"}"#) }
        #expect(error.map { $0.description.cleaned == $0.description } == true)
    }
}
