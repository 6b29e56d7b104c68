import Foundation
import SMART

/// What a person granted a client once: the root of a family of tokens.
struct Grant: Sendable, Identifiable {
    /// The sandbox's own name for it, which no OAuth answer tells.
    let id: String
    /// The client that it was granted to.
    let clientID: String
    /// Who granted it.
    let user: SandboxUser
    /// What was granted, as the request wrote it.
    let scope: ScopeSet
    /// The patient in context.
    let patient: String?
    /// The encounter in context.
    let encounter: String?
    /// Whether a record system launched the app.
    let isEHRLaunch: Bool
    /// For the first `id_token`.
    let nonce: String?
    /// The stay during which it was granted.
    let signIn: SignIn
    /// By the sandbox's time; refresh lifetimes count from here, however often the token is rotated.
    let grantedAt: Date
    /// As they were when it was granted.
    let lifetimes: TokenLifetimes
    /// Why no token of the family works any more.
    var revocation: Revocation?

    /// Why a grant ended, in words.
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
    /// The one of the request, which the exchange must repeat (RFC 6749 section 4.1.3).
    let redirectURI: RedirectURI
    /// What the verifier must hash to.
    let proofKey: ProofKey
    let expiresAt: Date
    /// Whether it was traded already.
    var isUsed = false
}

/// What an access token opens, and until when.
struct AccessToken: Sendable {
    let grant: Grant.ID
    let scope: ScopeSet
    let patient: String?
    let issuedAt: Date
    let expiresAt: Date
}

/// What a refresh token continues.
struct RefreshToken: Sendable {
    let grant: Grant.ID
    let issuedAt: Date
    /// Whether a successor replaced it.
    var isRotated = false
}
