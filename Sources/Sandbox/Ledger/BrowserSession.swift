import Foundation
import SMART

/// A browser that the sandbox has seen: the cookie it holds, and who is signed in there.
struct BrowserSession: Sendable {
    /// The cookie's value.
    let cookie: Redacted
    /// What every form of this browser must carry, so that no other site can post one.
    let formToken: Redacted
    /// When it got its cookie.
    let seenAt: Date
    /// Who is signed in there.
    var signIn: SignIn?
}

/// One stay of a person at the sandbox.
///
/// Online refresh tokens end with it.
struct SignIn: Sendable, Identifiable {
    /// Names the stay, so that it can be ended wherever copies of it are.
    let id: String
    /// Who signed in.
    let user: SandboxUser
    /// When the person signed in: `auth_time` in ID tokens.
    let startedAt: Date
    /// When the stay ends at the latest.
    let endsAt: Date
}
