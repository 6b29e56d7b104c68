package import Foundation
package import Records
package import SMART

/// What a person chose to sign in with.
package struct SignInPlan: Hashable, Sendable {
    /// The session to sign in to; it may be one that does not exist yet.
    package var session: SessionID
    /// The mode to ask for; what is granted may be another.
    package var access: AccessMode
    /// Without the scope for the access mode, which `access` adds.
    package var scopes: ScopeSet
    /// Servers that the person agreed to, where discovery moved an endpoint there since the last sign-in.
    package var acceptedServers: Set<String> = []

    /// A plan; the endpoint's own choices are the caller's to put in.
    package init(session: SessionID, access: AccessMode, scopes: ScopeSet) {
        self.session = session
        self.access = access
        self.scopes = scopes
    }
}

/// A sign-in that waits for the person's browser.
package struct PendingSignIn: Hashable, Sendable, Identifiable {
    /// Names the sign-in between its calls.
    ///
    /// It is no secret and unlocks nothing.
    package typealias ID = UUID

    /// By which it is pasted into, waited for and cancelled.
    package let id: ID
    /// What it signs in to.
    package let session: SessionID
    /// The authorization request to open in a browser.
    package let address: String
    /// The same for the command line of a browser on this machine, which others can read; `nil` where nothing serves it.
    package let localAddress: String?
    /// Where the redirect goes.
    package let redirectURI: RedirectURI
    /// Whether a receiver listens there; otherwise the person pastes the redirected URL back.
    package let isReceiving: Bool
    /// Why nothing listens although the redirect URI is on this machine, in words.
    package let receiverProblem: String?

    package init(
        id: ID, session: SessionID, address: String, localAddress: String? = nil, redirectURI: RedirectURI,
        isReceiving: Bool, receiverProblem: String? = nil
    ) {
        self.id = id
        self.session = session
        self.address = address
        self.localAddress = localAddress
        self.redirectURI = redirectURI
        self.isReceiving = isReceiving
        self.receiverProblem = receiverProblem
    }
}
