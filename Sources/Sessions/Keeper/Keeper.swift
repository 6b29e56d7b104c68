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
    ///
    /// None where the vault is locked or cannot be read: the log serves the reader and stops nobody.
    func log(last count: Int) async -> [LogEntry]

    /// What changes from now on.
    ///
    /// The stream ends with the keeper.
    /// Each caller has a stream of its own. Nothing is dropped, so whoever asks has to read on.
    func changes() async -> AsyncStream<KeeperChange>

    /// Asks a server for both its discovery documents.
    ///
    /// - Throws: ``KeeperError`` with `unavailable` where nothing answers, `refused` where what it answers is no
    ///   discovery document.
    func discover(_ baseURL: FHIRBaseURL) async throws(KeeperError) -> DiscoveredServer

    /// Configures an endpoint.
    ///
    /// - Throws: where the name is taken or the file cannot be written.
    func add(_ endpoint: Endpoint) async throws(KeeperError)

    /// Removes the endpoint with its sessions and secret; tokens are not revoked (sign out first).
    ///
    /// Refreshes and sign-outs under way are waited for, sign-ins are cancelled.
    ///
    /// - Throws: ``KeeperError`` with `notFound` or `vaultLocked`, or where the secret or the file cannot be removed.
    func removeEndpoint(named name: String) async throws(KeeperError)

    /// One endpoint as it is used now, which may be older than its file.
    ///
    /// - Throws: ``KeeperError`` with `notFound`.
    func endpoint(named name: String) async throws(KeeperError) -> Endpoint

    /// Reads the endpoints again, which others may have added, changed or removed.
    ///
    /// - Returns: what is wrong with those that cannot be used, or not as long as they are signed in, each in words.
    func reloadEndpoints() async throws(KeeperError) -> [String]

    /// A token valid for `minimumValidity` seconds more, refreshed first if need be.
    ///
    /// - Parameters:
    ///   - id: whose token.
    ///   - minimumValidity: seconds that it has to live yet. Without a demand 10 are seen to, or half of a shorter
    ///     lifetime.
    ///   - program: who takes it, for the event log; cleaned before it is written.
    /// - Returns: a token that is stored, and whose hand-off is on record.
    /// - Throws: ``KeeperError`` with `signInNeeded`, `vaultLocked`, `unavailable`, `refused`, `unsafe` (another
    ///   patient came back), `failed` (no token of this server lives so long, or the vault cannot be written),
    ///   `notFound` or `cancelled`.
    func accessToken(
        for id: SessionID, minimumValidity: TimeInterval, program: String
    ) async throws(KeeperError) -> AccessToken

    /// Refreshes now, or joins the refresh in flight.
    ///
    /// A pause after failures is cut short: a person asked.
    ///
    /// - Throws: ``KeeperError``: why the session has no newer token now.
    func refresh(_ id: SessionID) async throws(KeeperError)

    /// Revokes both tokens where the server can, then forgets them in any case.
    ///
    /// - Returns: what revocation failed on, in words.
    /// - Throws: ``KeeperError`` with `notFound` or `signInNeeded` where nothing is held, `vaultLocked` or `cancelled`.
    @discardableResult
    func signOut(_ id: SessionID) async throws(KeeperError) -> String?

    /// Accepts the other patient that a refresh returned.
    ///
    /// The session's context names that patient from then on, and its tokens are handed out again (rule 4).
    func confirmPatient(of id: SessionID) async throws(KeeperError)

    /// Discovers, builds the authorization request and opens the redirect receiver where the redirect URI is loopback.
    ///
    /// An earlier sign-in to the same session ends. Where the port cannot be listened on, pasting is left.
    ///
    /// - Throws: ``KeeperError`` with `notFound`, `vaultLocked`, `refused` where the server advertises no authorization
    ///   or token endpoint, or `failed` where the client's secret is missing.
    func beginSignIn(_ plan: SignInPlan) async throws(KeeperError) -> PendingSignIn

    /// Hands over a redirected URL or a bare code that the person pasted.
    ///
    /// - Throws: ``KeeperError`` whose cause is an ``AuthorizationRedirectError`` where it is not this sign-in's; the wait
    ///   goes on.
    func paste(_ text: String, into pending: PendingSignIn.ID) async throws(KeeperError)

    /// Waits for the redirect, exchanges the code and stores the session.
    ///
    /// One caller may wait, a second is turned away. What fails ends the sign-in: the code is good for one exchange, so
    /// there is no second try with it.
    ///
    /// - Throws: ``KeeperError`` with `refused` where the server said no, `unavailable` where it did not answer,
    ///   `failed` where it was cancelled or what came of it cannot be stored, `notFound` where it is over.
    func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot

    /// Ends a sign-in and frees its port; one that is over already stays over.
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
    /// It is neither held nor shown any more.
    case removed(SessionID)
    /// An entry was added to the event log.
    case logged(LogEntry)
}
