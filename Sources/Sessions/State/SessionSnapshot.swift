package import Foundation
package import Records
package import SMART

/// A session as the screen and the command line show it.
///
/// It holds no secret.
package struct SessionSnapshot: Hashable, Sendable, Identifiable {
    package var id: SessionID
    /// Where the session was signed in; its endpoint's where nothing is held.
    package var baseURL: FHIRBaseURL
    /// At the moment of the snapshot; time alone may end it, and the keeper then sends another.
    package var state: SessionState
    /// Why the session is not live, or what went wrong last, in words.
    package var reason: String?

    /// As asked for at sign-in; what would be asked for where nothing is held.
    ///
    /// So too ``requestedScopes``.
    package var requestedAccess: AccessMode
    /// `nil` before the first sign-in.
    package var grantedAccess: GrantedAccess?
    /// The access token's end; `nil` where none is held.
    package var accessExpiresAt: Date?
    /// `false` where the server gave no lifetime and five minutes are assumed.
    package var accessLifetimeIsKnown = true
    /// The refresh token's end, where the server told it.
    package var refreshExpiresAt: Date?
    /// When the person will have to sign in again, where a deadline is known.
    package var lapsesAt: Date?
    /// When the scheduler will act next: the renewal, or the next try.
    package var nextRefreshAt: Date?
    /// A refresh is in flight.
    package var isRefreshing = false

    /// The scopes asked for, that of the access mode among them.
    package var requestedScopes: ScopeSet
    /// `nil` before the first sign-in.
    package var grantedScopes: ScopeSet?
    /// The comparison of both, where the keeper has made it.
    package var comparison: ScopeComparison?
    /// The launch context of the sign-in, with what refreshes have told since.
    package var context = LaunchContext()
    /// Who signed in, or why that is not known; `nil` without an `id_token`.
    package var identity: SessionRecord.Identity?
    /// Members of the token response that Stoke does not know, shown as they came.
    package var additional: [String: JSONValue] = [:]
    /// The patient a refresh returned instead; hand-off waits for the person to confirm.
    package var unconfirmedPatient: String?

    package var signedInAt: Date?
    /// When the last renewal came; `nil` where the sign-in was not renewed yet.
    package var lastRefreshAt: Date?
    /// Renewals since the sign-in.
    package var refreshCount = 0
    /// Why the grant before the last sign-in was not revoked, in words.
    package var grantBefore: String?
    /// The last failure and its time, kept after recovery.
    package var lastError: Failure?

    /// A renewal that failed, in the words of that time.
    package struct Failure: Hashable, Sendable {
        package var at: Date
        package var message: String

        package init(at: Date, message: String) {
            self.at = at
            self.message = message
        }
    }

    package init(
        id: SessionID, baseURL: FHIRBaseURL, state: SessionState, requestedAccess: AccessMode, requestedScopes: ScopeSet
    ) {
        self.id = id
        self.baseURL = baseURL
        self.state = state
        self.requestedAccess = requestedAccess
        self.requestedScopes = requestedScopes
    }

    /// Requested against granted, apart from the access mode, which is compared on its own; `nil` before the first sign-in.
    package var scopes: ScopeComparison? {
        if let comparison { return comparison }
        return grantedScopes.map {
            ScopeComparison(requested: requestedScopes.asking(for: .none), granted: $0.asking(for: .none))
        }
    }
}
