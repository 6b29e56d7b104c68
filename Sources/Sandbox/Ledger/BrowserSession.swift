import Foundation
import SMART

/// A browser that the sandbox has seen: the cookie it holds, and who is signed in there.
struct BrowserSession: Sendable {
    /// The cookie's value.
    let cookie: Redacted
    /// What every form of this browser must carry, so that no other site can post one.
    let formToken: Redacted
    let seenAt: Date
    var signIn: SignIn?
}

/// One stay of a person at the sandbox.
///
/// Online refresh tokens end with it.
struct SignIn: Sendable, Identifiable {
    let id: String
    let user: SandboxUser
    let startedAt: Date
    let endsAt: Date
}
