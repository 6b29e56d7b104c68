import Foundation
import SMART

/// What a person granted a client once: the root of a family of tokens.
struct Grant: Sendable, Identifiable {
    let id: String
    let clientID: String
    let user: SandboxUser
    let scope: ScopeSet
    let patient: String?
    let encounter: String?
    let isEHRLaunch: Bool
    let nonce: String?
    /// The stay during which it was granted.
    let signIn: SignIn
    let grantedAt: Date
    let lifetimes: TokenLifetimes
    /// Why no token of the family works any more.
    var revocation: Revocation?

    enum Revocation: String, Sendable {
        case codeReused = "its authorization code was used twice"
        case refreshTokenReused = "a refresh token that had been rotated was used again"
        case revoked = "it was revoked"
        case lapsed = "its refresh token lapsed"
    }

    /// When refreshing ends whatever happens, where that is known.
    var refreshEndsAt: Date? {
        guard let lifetime = lifetimes.refresh else { return nil }
        let end = grantedAt.addingTimeInterval(lifetime)
        return scope.accessMode == .online ? min(end, signIn.endsAt) : end
    }

    /// Whether the person granted `context` (`patient`, `encounter`), in a launch from an EHR or by asking for it.
    func discloses(_ context: String) -> Bool {
        isEHRLaunch && scope.contains(.launch(context: nil, role: nil))
            || scope.scopes.contains { scope in
                guard case .launch(context, _) = scope else { return false }
                return true
            }
    }
}

/// An authorization code on its way to the token endpoint.
struct AuthorizationCode: Sendable {
    let grant: Grant.ID
    let redirectURI: RedirectURI
    let proofKey: ProofKey
    let expiresAt: Date
    var isUsed = false
}

struct AccessToken: Sendable {
    let grant: Grant.ID
    let scope: ScopeSet
    let patient: String?
    let issuedAt: Date
    let expiresAt: Date
}

struct RefreshToken: Sendable {
    let grant: Grant.ID
    let issuedAt: Date
    /// Whether a successor replaced it.
    var isRotated = false
}
