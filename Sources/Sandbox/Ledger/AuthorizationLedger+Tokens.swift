import Foundation
import SMART

// The token endpoint (RFC 6749 sections 4.1.3 and 6).
extension AuthorizationLedger {
    /// Exchanges an authorization code.
    ///
    /// Each code works once; a second use revokes what the first one earned.
    ///
    /// - Throws: `invalid_grant`.
    mutating func exchange(
        code: Redacted, client: String, redirectURI: String?, verifier: String?, terms: IssueTerms = IssueTerms(),
        at now: Date
    ) throws(OAuthError) -> IssuedTokens {
        pruneSometimes(at: now)
        guard let issued = codes[code], let grant = grants[issued.grant] else {
            throw Self.invalidGrant("the authorization code is unknown or too old")
        }
        guard !issued.isUsed else {
            revoke(grant: grant.id, because: .codeReused)
            throw Self.invalidGrant("the authorization code was used before; everything it earned is revoked")
        }
        codes[code]?.isUsed = true
        guard now < issued.expiresAt else { throw Self.invalidGrant("the authorization code has expired") }
        guard grant.clientID == client else { throw Self.invalidGrant("the code was issued to another client") }
        guard redirectURI == issued.redirectURI.text else {
            throw Self.invalidGrant("redirect_uri differs from the one of the authorization request")
        }
        guard let verifier, issued.proofKey.isProved(by: verifier) else {
            throw Self.invalidGrant("code_verifier does not match the code_challenge")
        }
        return issue(for: grant, scope: terms.narrowing(grant.scope), replacing: nil, terms: terms, at: now)
    }

    /// Uses a refresh token, and replaces it unless a fault forbids.
    ///
    /// One that was replaced before revokes its family.
    ///
    /// - Throws: `invalid_grant`, or `invalid_scope` where `scope` asks for more than was granted.
    mutating func refresh(
        _ token: Redacted, client: String, scope: ScopeSet?, terms: IssueTerms = IssueTerms(), at now: Date
    ) throws(OAuthError) -> IssuedTokens {
        pruneSometimes(at: now)
        guard let issued = refreshTokens[token], let grant = grants[issued.grant] else {
            throw Self.invalidGrant("the refresh token is unknown")
        }
        guard grant.clientID == client else {
            throw Self.invalidGrant("the refresh token was issued to another client")
        }
        guard !issued.isRotated else {
            revoke(grant: grant.id, because: .refreshTokenReused)
            throw Self.invalidGrant("the refresh token was replaced before; its whole family is revoked")
        }
        if let reason = reasonNotToRefresh(grant, at: now) { throw Self.invalidGrant(reason) }
        var allowed = grant.scope
        if let scope {
            guard ScopeComparison(requested: scope, granted: grant.scope).missing.isEmpty else {
                throw OAuthError(code: "invalid_scope", detail: "a refresh can narrow the scopes, not widen them")
            }
            allowed = scope
        }
        return issue(for: grant, scope: terms.narrowing(allowed), replacing: token, terms: terms, at: now)
    }

    /// Why a grant cannot be refreshed any more; `nil` while it can.
    func reasonNotToRefresh(_ grant: Grant, at now: Date) -> String? {
        if let revocation = grant.revocation { return "the grant ended: \(revocation.rawValue)" }
        if let end = grant.refreshEndsAt, end <= now { return "the refresh token has lapsed" }
        if grant.scope.accessMode == .online, !isPresent(grant.signIn, at: now) {
            return "the person is no longer signed in, and online access ends with that"
        }
        return nil
    }

    /// Makes the tokens of an answer and enters them.
    private mutating func issue(
        for grant: Grant, scope: ScopeSet, replacing old: Redacted?, terms: IssueTerms, at now: Date
    ) -> IssuedTokens {
        let access = Redacted.minted("access")
        let patient = terms.otherPatient ?? grant.patient
        accessTokens[access] = AccessToken(
            grant: grant.id, scope: scope, patient: patient, issuedAt: now,
            expiresAt: now.addingTimeInterval(grant.lifetimes.access))
        let refresh = refreshToken(for: grant, scope: scope, replacing: old, terms: terms, at: now)
        return IssuedTokens(
            grant: grant, accessToken: access, accessLifetime: grant.lifetimes.access, scope: scope, patient: patient,
            refreshToken: refresh,
            refreshLifetime: refresh == nil ? nil : grant.refreshEndsAt?.timeIntervalSince(now), isFirst: old == nil)
    }

    /// The refresh token of an answer.
    ///
    /// One that is not to be rotated, or not to be sent, leaves the old one in force.
    private mutating func refreshToken(
        for grant: Grant, scope: ScopeSet, replacing old: Redacted?, terms: IssueTerms, at now: Date
    ) -> Redacted? {
        if terms.withholdsRefreshToken { return nil }
        if let old {
            if !terms.rotates { return old }
            refreshTokens[old]?.isRotated = true
        } else if scope.accessMode == .none {
            return nil
        }
        let token = Redacted.minted("refresh")
        refreshTokens[token] = RefreshToken(grant: grant.id, issuedAt: now)
        return token
    }

    /// The error that ends a code or a refresh token (RFC 6749 section 5.2).
    static func invalidGrant(_ detail: String) -> OAuthError {
        OAuthError(code: "invalid_grant", detail: detail)
    }
}
