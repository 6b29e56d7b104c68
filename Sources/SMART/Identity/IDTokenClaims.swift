package import Foundation

/// The claims of an `id_token` whose signature was verified (OpenID Connect Core section 2; SMART App Launch 2.2,
/// “Scopes for requesting identity data”).
package struct IDTokenClaims: Hashable, Sendable {
    /// `iss`: the provider that signed it.
    package let issuer: String
    /// `sub`: the person, as that provider names them.
    package let subject: String
    /// `aud`: the clients it was issued to, one or several.
    package let audience: [String]
    /// `azp`: the client it was handed to.
    package let authorizedParty: String?
    /// `exp`.
    package let expiresAt: Date
    /// `iat`.
    package let issuedAt: Date
    /// `nbf`, which few providers send (RFC 7519 section 4.1.5).
    package let notBefore: Date?
    /// `nonce`: the one of the authorization request, where one was sent.
    package let nonce: String?
    /// The FHIR resource of the user, absolute or relative to the FHIR base.
    package let fhirUser: String?
    /// The same under the name of SMART App Launch 1.0.
    package let profile: String?
    /// `name`: the person as people call them.
    package let name: String?

    /// How far the clocks of both sides may differ.
    package static let leeway: TimeInterval = 60

    /// Reads the payload of a verified token.
    ///
    /// - Throws: ``IdentityError`` where it is unreadable or lacks a required claim.
    package init(parsing payload: Data) throws(IdentityError) {
        guard let claims = try? JSONValue(parsing: payload), claims.object != nil else {
            throw IdentityError(.unreadable)
        }
        issuer = try Self.required("iss", claims["iss"]?.string)
        subject = try Self.required("sub", claims["sub"]?.words)
        let audience = claims["aud"]?.strings ?? [claims["aud"]?.string].compactMap { $0 }
        self.audience = try Self.required("aud", audience.isEmpty ? nil : audience)
        authorizedParty = claims["azp"]?.string
        expiresAt = try Self.required("exp", claims["exp"]?.date)
        issuedAt = try Self.required("iat", claims["iat"]?.date)
        notBefore = claims["nbf"]?.date
        nonce = claims["nonce"]?.string
        fhirUser = claims["fhirUser"]?.words?.bounded(to: 1_000)
        profile = claims["profile"]?.words?.bounded(to: 1_000)
        name = claims["name"]?.words?.bounded(to: 200)
    }

    /// The value of a claim that must be there.
    private static func required<Value>(_ name: String, _ value: Value?) throws(IdentityError) -> Value {
        guard let value else { throw IdentityError(.missingClaim(name)) }
        return value
    }

    /// Checks the claims against the sign-in they belong to (OpenID Connect Core section 3.1.3.7), with ``leeway``.
    ///
    /// - Parameters:
    ///   - issuer: the provider whose keys the signature was verified with.
    ///   - clientID: the client that must be among the audience.
    ///   - nonce: the one sent with the authorization request; `nil` where none was sent, or after a refresh.
    ///   - now: the time to hold `exp`, `iat` and `nbf` against.
    /// - Throws: ``IdentityError`` with the first check that failed.
    package func validate(issuer: String, clientID: String, nonce: String?, now: Date) throws(IdentityError) {
        guard Issuer(self.issuer) == Issuer(issuer) else { throw IdentityError(.otherIssuer(self.issuer.cleaned)) }
        guard audience.contains(clientID) else { throw IdentityError(.otherAudience(audience.map(\.cleaned))) }
        if let authorizedParty, audience.count > 1, authorizedParty != clientID {
            throw IdentityError(.otherAuthorizedParty(authorizedParty.cleaned))
        }
        guard now < expiresAt + Self.leeway else { throw IdentityError(.expired) }
        guard issuedAt <= now + Self.leeway else { throw IdentityError(.issuedInTheFuture) }
        if let notBefore, notBefore > now + Self.leeway { throw IdentityError(.notYetValid) }
        if let nonce {
            guard let mine = self.nonce, Redacted(mine).equalsInConstantTime(Redacted(nonce)) else {
                throw IdentityError(.otherNonce)
            }
        }
    }
}
