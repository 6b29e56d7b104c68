package import Foundation
package import SMART
package import Vault

/// The one owner of a home's sessions, in this process or at a distance.
///
/// Every call that waits for a server can be cancelled; no call blocks the caller's thread.
package protocol Keeper: Sendable {
    /// Every session, and every endpoint without one, in order of name.
    func snapshots() async -> [SessionSnapshot]

    /// The newest entries of the event log, oldest of them first.
    func log(last count: Int) async -> [LogEntry]

    /// What changes from now on. The stream ends with the keeper.
    func changes() async -> AsyncStream<KeeperChange>

    /// Asks a server for both its discovery documents.
    func discover(_ baseURL: FHIRBaseURL) async throws -> DiscoveredServer

    /// - Throws: where the name is taken or the file cannot be written.
    func add(_ endpoint: Endpoint) async throws

    /// Removes the endpoint with its sessions and secret; tokens are not revoked (sign out first).
    func removeEndpoint(named name: String) async throws

    func endpoint(named name: String) async throws -> Endpoint

    /// Reads the endpoints again, which others may have added, changed or removed.
    ///
    /// - Returns: what is wrong with those that cannot be used, or not as long as they are signed in, each in words.
    func reloadEndpoints() async throws -> [String]

    /// A token valid for `minimumValidity` seconds more, refreshed first if need be. `program` is noted in the log.
    func accessToken(for id: SessionID, minimumValidity: TimeInterval, program: String) async throws -> AccessToken

    /// Refreshes now, or joins the refresh in flight.
    func refresh(_ id: SessionID) async throws

    /// Revokes both tokens where the server can, then forgets them in any case. Returns what revocation failed on, in words.
    @discardableResult
    func signOut(_ id: SessionID) async throws -> String?

    /// Accepts the other patient that a refresh returned.
    func confirmPatient(of id: SessionID) async throws

    /// Discovers, builds the authorization request and opens the redirect receiver where the redirect URI is loopback.
    func beginSignIn(_ plan: SignInPlan) async throws -> PendingSignIn

    /// Hands over a redirected URL or a bare code that the person pasted. Throws where it is not this sign-in's; the wait goes on.
    func paste(_ text: String, into pending: PendingSignIn.ID) async throws

    /// Waits for the redirect, exchanges the code and stores the session.
    func finishSignIn(_ pending: PendingSignIn.ID) async throws -> SessionSnapshot

    func cancelSignIn(_ pending: PendingSignIn.ID) async

    /// Forgets every key and token in memory; sessions show as locked.
    ///
    /// - Throws: ``KeeperError`` with `failed` where no passphrase opens the vault again; nothing is forgotten then.
    func lock() async throws

    /// - Throws: ``KeeperError`` with `wrongPassphrase`.
    func unlock(passphrase: Redacted) async throws
}

/// Something that changed at the keeper.
package enum KeeperChange: Sendable {
    /// The session is now so, or is new.
    case session(SessionSnapshot)
    case removed(SessionID)
    case logged(LogEntry)
}

/// An access token on its way to a program.
package struct AccessToken: Sendable {
    package let token: Redacted
    package let tokenType: String
    package let expiresAt: Date
    package let scope: ScopeSet
    package let baseURL: FHIRBaseURL

    package init(token: Redacted, tokenType: String, expiresAt: Date, scope: ScopeSet, baseURL: FHIRBaseURL) {
        self.token = token
        self.tokenType = tokenType
        self.expiresAt = expiresAt
        self.scope = scope
        self.baseURL = baseURL
    }
}

/// What a person chose to sign in with.
package struct SignInPlan: Hashable, Sendable {
    package var session: SessionID
    package var access: AccessMode
    /// Without the scope for the access mode, which `access` adds.
    package var scopes: ScopeSet

    package init(session: SessionID, access: AccessMode, scopes: ScopeSet) {
        self.session = session
        self.access = access
        self.scopes = scopes
    }
}

/// A sign-in that waits for the person's browser.
package struct PendingSignIn: Hashable, Sendable, Identifiable {
    package typealias ID = UUID

    package let id: ID
    package let session: SessionID
    /// The authorization request to open in a browser.
    package let address: String
    /// Where the redirect goes.
    package let redirectURI: RedirectURI
    /// Whether a receiver listens there; otherwise the person pastes the redirected URL back.
    package let isReceiving: Bool
    /// Why nothing listens although the redirect URI is on this machine, in words.
    package let receiverProblem: String?

    package init(
        id: ID, session: SessionID, address: String, redirectURI: RedirectURI, isReceiving: Bool,
        receiverProblem: String? = nil
    ) {
        self.id = id
        self.session = session
        self.address = address
        self.redirectURI = redirectURI
        self.isReceiving = isReceiving
        self.receiverProblem = receiverProblem
    }
}
