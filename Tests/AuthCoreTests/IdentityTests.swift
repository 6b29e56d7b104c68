import AuthCore
import Crypto
import Foundation
import SMART
import TestSupport
import Testing

@Suite("Identity from an id_token (R-201, R-218)")
struct IdentityTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    static func claims(_ changes: [String: JSONValue?] = [:]) -> [String: JSONValue] {
        var claims: [String: JSONValue] = [
            "iss": .string(TestIssuer.issuer), "sub": .string("u1"), "aud": .string("client-1"),
            "exp": .number(JSONNumber(now.timeIntervalSince1970 + 300)),
            "iat": .number(JSONNumber(now.timeIntervalSince1970 - 5)),
            "nonce": .string("n-1"), "fhirUser": .string("Practitioner/7"),
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }

    static func check(
        issuer: String? = TestIssuer.issuer, keys: ServerAddress? = nil, nonce: String? = "n-1", now: Date = now
    ) -> IdentityCheck {
        IdentityCheck(issuer: issuer, jwksURI: keys, clientID: "client-1", nonce: nonce, now: now)
    }

    private func identity(
        _ token: Redacted, _ transport: RecordedTransport, _ check: IdentityCheck = check()
    ) async throws -> IDTokenClaims {
        try await HTTPAuthClient(transport: transport).identity(in: token, check: check)
    }

    @Test("A token of each algorithm is taken", arguments: ["RS256", "RS384", "ES256", "ES384"])
    func algorithms(_ algorithm: String) async throws {
        let key = try TestIssuer.Key.made(for: algorithm)
        let transport = try TestIssuer.transport(keys: [
            try key.published(["kid": .string("k1"), "alg": .string(algorithm)])
        ])
        let token = try TestIssuer.token(algorithm, by: key, claims: Self.claims())
        let claims = try await identity(token, transport)
        #expect(claims.fhirUser == "Practitioner/7")
        #expect(claims.subject == "u1")
    }

    @Test("A signature over other claims is refused", arguments: ["RS256", "RS384", "ES256", "ES384"])
    func forgery(_ algorithm: String) async throws {
        let key = try TestIssuer.Key.made(for: algorithm)
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let genuine = try TestIssuer.token(algorithm, by: key, claims: Self.claims()).reveal().split(separator: ".")
        let forged = try TestIssuer.token(algorithm, by: key, claims: Self.claims(["sub": .string("admin")])).reveal()
            .split(separator: ".")
        let mixed = Redacted("\(forged[0]).\(forged[1]).\(genuine[2])")
        await #expect(throws: SignatureError(.wrongSignature)) { try await identity(mixed, transport) }
    }

    @Test("A key set given by the server is asked first, without the issuer's configuration")
    func givenKeySet() async throws {
        let key = try TestIssuer.Key.made(for: "ES384")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let token = try TestIssuer.token("ES384", by: key, claims: Self.claims())
        _ = try await identity(token, transport, Self.check(keys: ServerAddress(TestIssuer.keySetAddress)))
        #expect(transport.requests.map(\.address.text) == [TestIssuer.keySetAddress])
    }

    @Test("A given key set that cannot be had leaves the issuer's own to decide")
    func missingKeySet() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims())
        let claims = try await identity(token, transport, Self.check(keys: "https://id.example.org/other/keys"))
        #expect(claims.subject == "u1")
    }

    @Test(
        "The issuer is found with its configuration's path left on it, and with a slash behind it",
        arguments: [TestIssuer.issuer + "/.well-known/openid-configuration", nil])
    func issuerSpellings(_ advertised: String?) async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims())
        #expect(try await identity(token, transport, Self.check(issuer: advertised)).subject == "u1")
    }

    @Test("A configuration that names another issuer is not believed")
    func otherConfiguration() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(
            keys: [try key.published(["kid": .string("k1")])],
            configuration: #"{"issuer":"https://evil.example","jwks_uri":"\#(TestIssuer.keySetAddress)"}"#)
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims())
        let error = await #expect(throws: SignatureError.self) { try await identity(token, transport) }
        #expect(error?.description.contains("names another issuer") == true)
    }

    @Test("A kid that is not published is named, and no other key is tried in its place")
    func unknownKey() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k2")])])
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims())
        await #expect(throws: SignatureError(.unknownKey("k1"))) { try await identity(token, transport) }
    }

    @Test("Of two keys under one kid the one that signed is found, in either order", arguments: [false, true])
    func sharedKeyID(_ reversed: Bool) async throws {
        let keys = try [TestIssuer.Key.made(for: "ES384"), .made(for: "ES384")]
        let published = try keys.map { try $0.published(["kid": .string("k1")]) }
        let transport = try TestIssuer.transport(keys: reversed ? published.reversed() : published)
        let token = try TestIssuer.token("ES384", by: keys[1], claims: Self.claims())
        #expect(try await identity(token, transport).subject == "u1")
    }

    @Test("A token without kid is held against every key that fits")
    func noKeyID() async throws {
        let keys = try [TestIssuer.Key.made(for: "ES256"), .made(for: "RS256"), .made(for: "ES256")]
        let transport = try TestIssuer.transport(keys: try keys.map { try $0.published([:]) })
        let token = try TestIssuer.token("ES256", by: keys[2], kid: nil, claims: Self.claims())
        #expect(try await identity(token, transport).subject == "u1")
    }

    @Test("Keys of unknown kinds in the set cost nothing")
    func oddKeys() async throws {
        let key = try TestIssuer.Key.made(for: "RS384")
        let odd: [JSONValue] = [
            .string("key"), .null, .object([:]),
            .object(["kty": .string("PQC"), "kid": .string("k1"), "alg": .string("ML-DSA-99")]),
            .object(["kty": .string("RSA"), "kid": .string("k1"), "n": .string("!"), "e": .string("AQAB")]),
            .object(["kty": .string("RSA"), "kid": .string("k1")]),
        ]
        let good = try key.published(["kid": .string("k1"), "x5c": .array([.string("?")]), "ext": .bool(true)])
        let transport = try TestIssuer.transport(keys: odd + [good])
        let token = try TestIssuer.token("RS384", by: key, claims: Self.claims())
        #expect(try await identity(token, transport).subject == "u1")
    }

    @Test("A key for encryption, or for another algorithm, verifies nothing")
    func otherUse() async throws {
        let key = try TestIssuer.Key.made(for: "RS256")
        let token = try TestIssuer.token("RS256", by: key, claims: Self.claims())
        for extra in [["use": "enc"], ["alg": "RS384"], ["alg": "RSA-OAEP"]] {
            let members = extra.mapValues { JSONValue.string($0) }.merging(["kid": .string("k1")]) { $1 }
            let transport = try TestIssuer.transport(keys: [try key.published(members)])
            await #expect(throws: SignatureError(.unknownKey("k1"))) { try await identity(token, transport) }
        }
    }

    @Test(
        "Tokens without a signature or signed with a shared secret are refused before any key is fetched",
        arguments: ["none", "None", "HS256", "PS256", "EdDSA"])
    func otherAlgorithms(_ algorithm: String) async throws {
        let key = try TestIssuer.Key.made(for: "RS256")
        let published = try key.published(["kid": .string("k1")])
        let transport = try TestIssuer.transport(keys: [published])
        // The classic confusion: the public key itself as the shared secret.
        let secret = SymmetricKey(data: try JSONEncoder().encode(published))
        let token = try TestIssuer.token(
            header: ["alg": .string(algorithm), "kid": .string("k1")], claims: Self.claims()
        ) { bytes in
            algorithm.lowercased() == "none" ? Data() : Data(HMAC<SHA256>.authenticationCode(for: bytes, using: secret))
        }
        await #expect(throws: SignatureError(.algorithm(algorithm))) { try await identity(token, transport) }
        #expect(transport.requests.isEmpty)
    }

    @Test("An extension that must be understood is not")
    func criticalExtension() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let token = try TestIssuer.token(
            header: ["alg": .string("ES256"), "crit": .array([.string("b64")]), "b64": .bool(false)],
            claims: Self.claims()
        ) { try key.signature(of: $0, algorithm: "ES256") }
        let transport = try TestIssuer.transport(keys: [try key.published([:])])
        await #expect(throws: SignatureError(.notAToken)) { try await identity(token, transport) }
    }

    @Test("Rubbish is refused", arguments: ["", "a", "a.b.c", "..", "e30.e30.", "e30.e30.e30.e30.e30", "é.é.é"])
    func rubbish(_ text: String) async throws {
        let transport = try TestIssuer.transport(keys: [])
        await #expect(throws: SignatureError(.notAToken)) { try await identity(Redacted(text), transport) }
    }

    @Test(
        "Claims that do not belong to this sign-in are refused, although the signature is right",
        arguments: [
            (["iss": .string("https://other.example")], .otherIssuer("https://other.example")),
            (["aud": .string("client-2")], .otherAudience(["client-2"])),
            (["exp": .number(JSONNumber(now.timeIntervalSince1970 - 61))], .expired),
            (["iat": .number(JSONNumber(now.timeIntervalSince1970 + 61))], .issuedInTheFuture),
            (["nonce": .string("n-2")], .otherNonce),
            (["nonce": nil], .otherNonce),
        ] as [([String: JSONValue?], IdentityError.Code)])
    func wrongClaims(_ changes: [String: JSONValue?], _ code: IdentityError.Code) async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims(changes))
        await #expect(throws: IdentityError(code)) { try await identity(token, transport) }
    }

    @Test("Clocks may differ by a minute, and a refreshed token needs no nonce")
    func leeway() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let transport = try TestIssuer.transport(keys: [try key.published(["kid": .string("k1")])])
        let claims = Self.claims([
            "exp": .number(JSONNumber(Self.now.timeIntervalSince1970 - 59)),
            "iat": .number(JSONNumber(Self.now.timeIntervalSince1970 + 59)),
            "nonce": nil,
        ])
        let token = try TestIssuer.token("ES256", by: key, claims: claims)
        #expect(try await identity(token, transport, Self.check(nonce: nil)).subject == "u1")
    }

    @Test("Keys are fetched over TLS alone, and a redirect to plain http is not followed")
    func plainKeys() async throws {
        let key = try TestIssuer.Key.made(for: "ES256")
        let token = try TestIssuer.token("ES256", by: key, claims: Self.claims())
        let configuration = TestIssuer.issuer + "/.well-known/openid-configuration"
        let transport = RecordedTransport([configuration: .redirect(to: "http://id.example.org/configuration")])
        let error = await #expect(throws: SignatureError.self) { try await identity(token, transport) }
        #expect(error?.description.contains("not followed") == true)
        #expect(transport.requests.map(\.address.text) == [configuration])
    }
}
