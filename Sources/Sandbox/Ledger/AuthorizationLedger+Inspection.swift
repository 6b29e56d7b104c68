import Foundation
import SMART

// What is in force, and its end by revocation (RFC 7009) and introspection (RFC 7662).
extension AuthorizationLedger {
    /// An access token that works now, with the grant it belongs to.
    func liveAccess(_ token: Redacted, at now: Date) -> (token: AccessToken, grant: Grant)? {
        guard let access = accessTokens[token], now < access.expiresAt, let grant = grants[access.grant],
            grant.revocation == nil || grant.revocation == .lapsed
        else { return nil }
        return (access, grant)
    }

    /// A refresh token that would work now, with the grant it belongs to.
    func liveRefresh(_ token: Redacted, at now: Date) -> (token: RefreshToken, grant: Grant)? {
        guard let refresh = refreshTokens[token], !refresh.isRotated, let grant = grants[refresh.grant],
            reasonNotToRefresh(grant, at: now) == nil
        else { return nil }
        return (refresh, grant)
    }

    /// Every refresh token that would work now, oldest first.
    func honouredRefreshTokens(at now: Date) -> [(token: Redacted, grant: Grant)] {
        refreshTokens.keys
            .compactMap { token in liveRefresh(token, at: now).map { (token, $0.token.issuedAt, $0.grant) } }
            .sorted { $0.1 < $1.1 }
            .map { ($0.0, $0.2) }
    }

    /// The grant that a token or code of whatever standing belongs to.
    func grant(of secret: Redacted) -> Grant? {
        let id = refreshTokens[secret]?.grant ?? accessTokens[secret]?.grant ?? codes[secret]?.grant
        return id.flatMap { grants[$0] }
    }

    /// Ends a grant; the first reason stands.
    mutating func revoke(grant id: Grant.ID, because reason: Grant.Revocation) {
        guard grants[id]?.revocation == nil else { return }
        grants[id]?.revocation = reason
    }

    /// Revokes what `client` hands in: an access token alone, or a refresh token with its whole family (RFC 7009 section 2.1).
    ///
    /// A token that is unknown or another client's is passed over in silence, as the RFC has it.
    mutating func revoke(_ token: Redacted, client: String) {
        guard let grant = grant(of: token), grant.clientID == client else { return }
        if refreshTokens[token] != nil {
            revoke(grant: grant.id, because: .revoked)
        } else {
            accessTokens[token] = nil
        }
    }
}
