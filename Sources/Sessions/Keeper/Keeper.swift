package import Foundation
package import Records
package import SMART

/// The one owner of a home's sessions, in this process or at a distance.
///
/// Every call that waits for a server can be cancelled, and then throws `cancelled`; no call blocks the caller's thread.
package protocol Keeper: Sendable {
    /// Every session, and every endpoint without one, in order of name.
    func snapshots() async -> [SessionSnapshot]

    /// One session, or the endpoint of that name without one.
    ///
    /// - Throws: ``KeeperError`` with `notFound`.
    func snapshot(of id: SessionID) async throws(KeeperError) -> SessionSnapshot

    /// The newest entries of the event log, oldest of them first.
    func log(last count: Int) async -> [LogEntry]

    /// What changes from now on.
    ///
    /// The stream ends with the keeper.
    func changes() async -> AsyncStream<KeeperChange>

    /// Asks a server for both its discovery documents.
    func discover(_ baseURL: FHIRBaseURL) async throws(KeeperError) -> DiscoveredServer

    /// Configures an endpoint.
    ///
    /// - Throws: where the name is taken or the file cannot be written.
    func add(_ endpoint: Endpoint) async throws(KeeperError)

    /// Removes the endpoint with its sessions and secret; tokens are not revoked (sign out first).
    func removeEndpoint(named name: String) async throws(KeeperError)

    func endpoint(named name: String) async throws(KeeperError) -> Endpoint

    /// Reads the endpoints again, which others may have added, changed or removed.
    ///
    /// - Returns: what is wrong with those that cannot be used, or not as long as they are signed in, each in words.
    func reloadEndpoints() async throws(KeeperError) -> [String]

    /// A token valid for `minimumValidity` seconds more, refreshed first if need be.
    ///
    /// `program` is noted in the log.
    func accessToken(
        for id: SessionID, minimumValidity: TimeInterval, program: String
    ) async throws(KeeperError) -> AccessToken

    /// Refreshes now, or joins the refresh in flight.
    func refresh(_ id: SessionID) async throws(KeeperError)

    /// Revokes both tokens where the server can, then forgets them in any case.
    ///
    /// - Returns: what revocation failed on, in words.
    @discardableResult
    func signOut(_ id: SessionID) async throws(KeeperError) -> String?

    /// Accepts the other patient that a refresh returned.
    func confirmPatient(of id: SessionID) async throws(KeeperError)

    /// Discovers, builds the authorization request and opens the redirect receiver where the redirect URI is loopback.
    func beginSignIn(_ plan: SignInPlan) async throws(KeeperError) -> PendingSignIn

    /// Hands over a redirected URL or a bare code that the person pasted.
    ///
    /// - Throws: ``KeeperError`` whose cause is an ``AuthorizationRedirectError`` where it is not this sign-in's; the wait
    ///   goes on.
    func paste(_ text: String, into pending: PendingSignIn.ID) async throws(KeeperError)

    /// Waits for the redirect, exchanges the code and stores the session.
    func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot

    func cancelSignIn(_ pending: PendingSignIn.ID) async

    /// Forgets every key and token in memory; sessions show as locked.
    ///
    /// - Throws: ``KeeperError`` with `failed` where no passphrase opens the vault again; nothing is forgotten then.
    func lock() async throws(KeeperError)

    /// Opens the vault again, or for the first time.
    ///
    /// - Throws: ``KeeperError`` with `wrongPassphrase`.
    func unlock(passphrase: Redacted) async throws(KeeperError)
}

/// Something that changed at the keeper.
package enum KeeperChange: Sendable {
    /// The session is now so, or is new.
    case session(SessionSnapshot)
    case removed(SessionID)
    case logged(LogEntry)
}
