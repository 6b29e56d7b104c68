import Crypto
import Foundation
import JWTKit
import SMART

/// Signs ID tokens (OpenID Connect Core 1.0; SMART App Launch 2.2, section 3.0.10) with a key that lives as long as the sandbox.
struct IdentityTokens: Sendable {
    /// The one algorithm that is signed with (RFC 7518 section 3.1).
    static let algorithm = "ES256"
    /// Seconds that an ID token is valid.
    static let lifetime: TimeInterval = 60 * 60

    private let keys = JWTKeyCollection()
    private let key = P256.Signing.PrivateKey()
    /// The `kid` in the header and in the key set (RFC 7517 section 4.5).
    private let keyID: JWKIdentifier

    /// Makes a new key pair.
    init() async throws {
        keyID = JWKIdentifier(string: RandomText.generate())
        await keys.add(ecdsa: try ES256PrivateKey(backing: key), kid: keyID)
    }

    /// The claims of an identity (OpenID Connect Core 1.0, section 2).
    struct Claims: JWTPayload {
        let iss: IssuerClaim
        let sub: SubjectClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let iat: IssuedAtClaim
        /// Seconds since 1970 at which the person signed in, which may be long before the token.
        let authTime: Int
        let nonce: String?
        let name: String
        let preferredUsername: String
        let fhirUser: String?

        enum CodingKeys: String, CodingKey {
            case iss, sub, aud, exp, iat, nonce, name, fhirUser
            case authTime = "auth_time"
            case preferredUsername = "preferred_username"
        }

        /// What jwt-kit asks of every payload; the sandbox only signs.
        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }

    /// The ID token of a grant.
    ///
    /// - Parameters:
    ///   - grant: whose identity, for which client, and the `nonce` of its request.
    ///   - scope: the scopes granted; `fhirUser` is told only where it is among them.
    ///   - address: where the sandbox was asked: `iss`, and the base of `fhirUser`.
    ///   - now: the wall clock, since the client compares with its own.
    /// - Returns: a signed JWT, valid for ``lifetime``.
    /// - Throws: where signing fails.
    func token(for grant: Grant, scope: ScopeSet, at address: SandboxAddress, now: Date) async throws -> Redacted {
        let claims = Claims(
            iss: IssuerClaim(value: address.issuer), sub: SubjectClaim(value: grant.user.id),
            aud: AudienceClaim(value: grant.clientID),
            exp: ExpirationClaim(value: now.addingTimeInterval(Self.lifetime)),
            iat: IssuedAtClaim(value: now), authTime: Int(grant.signIn.startedAt.timeIntervalSince1970),
            nonce: grant.nonce, name: grant.user.name, preferredUsername: grant.user.id,
            fhirUser: scope.contains(.fhirUser) ? "\(address.fhirBase)/\(grant.user.fhirUser)" : nil)
        return Redacted(try await keys.sign(claims, kid: keyID, header: ["typ": "JWT"]))
    }

    /// The public key as a JSON Web Key Set (RFC 7517).
    var keySet: JSONValue {
        // 0x04 ‖ x ‖ y, each coordinate of 32 bytes.
        let point = key.publicKey.x963Representation.dropFirst()
        return .object([
            "keys": .array([
                .object([
                    "kty": .string("EC"), "crv": .string("P-256"), "use": .string("sig"),
                    "alg": .string(Self.algorithm), "kid": .string(keyID.string),
                    "x": .string(Data(point.prefix(32)).base64URLEncoded),
                    "y": .string(Data(point.suffix(32)).base64URLEncoded),
                ])
            ])
        ])
    }
}
