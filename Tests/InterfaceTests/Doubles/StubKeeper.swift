import Foundation
import Records
import SMART
import Sessions
import Synchronization

/// A keeper that answers as it is told, and notes what it was asked.
final class StubKeeper: Keeper {
    private let asked = Mutex<[String]>([])
    private let failure: KeeperError?
    private let waits: Bool

    /// - Parameters:
    ///   - failure: what every call that can fail throws.
    ///   - waits: whether a renewal takes until it is cancelled.
    init(failure: KeeperError? = nil, waits: Bool = false) {
        self.failure = failure
        self.waits = waits
    }

    /// The calls so far, in order.
    var calls: [String] { asked.withLock { $0 } }

    static let token = AccessToken(
        token: Redacted("canary-token"), tokenType: "Bearer", expiresAt: Samples.now + 100, scope: "openid",
        baseURL: Samples.epic.baseURL)

    private func note(_ call: String) throws(KeeperError) {
        asked.withLock { $0.append(call) }
        if let failure { throw failure }
    }

    func snapshots() async -> [SessionSnapshot] { Samples.sessions }

    func snapshot(of id: SessionID) async throws(KeeperError) -> SessionSnapshot {
        guard let session = Samples.sessions.first(where: { $0.id == id }) else { throw KeeperError(.notFound, "none") }
        return session
    }

    func log(last count: Int) async -> [LogEntry] { Array(Samples.log.suffix(count)) }
    func changes() async -> AsyncStream<KeeperChange> { AsyncStream { $0.finish() } }

    func discover(_ baseURL: FHIRBaseURL) async throws(KeeperError) -> DiscoveredServer {
        try note("discover \(baseURL.text)")
        return Samples.server
    }

    func add(_ endpoint: Endpoint) async throws(KeeperError) { try note("add \(endpoint.name)") }
    func removeEndpoint(named name: String) async throws(KeeperError) { try note("remove \(name)") }

    func endpoint(named name: String) async throws(KeeperError) -> Endpoint {
        try note("endpoint \(name)")
        return Endpoint(name: name, baseURL: Samples.epic.baseURL, client: Endpoint.Client(id: "x"))
    }

    func reloadEndpoints() async throws(KeeperError) -> [String] {
        try note("reload")
        return ["bad.yaml, line 4: what it says"]
    }

    func accessToken(
        for id: SessionID, minimumValidity: TimeInterval, program: String
    ) async throws(KeeperError) -> AccessToken {
        try note("token \(id) for \(program)")
        return Self.token
    }

    func refresh(_ id: SessionID) async throws(KeeperError) {
        try note("refresh \(id)")
        guard waits else { return }
        try? await Task.sleep(for: .seconds(60))
        asked.withLock { $0.append("cancelled \(id)") }
        throw KeeperError(.unavailable, session: id, "Cancelled")
    }

    func signOut(_ id: SessionID) async throws(KeeperError) -> String? {
        try note("sign out \(id)")
        return "404 Not Found"
    }

    func confirmPatient(of id: SessionID) async throws(KeeperError) { try note("confirm \(id)") }

    func beginSignIn(_ plan: SignInPlan) async throws(KeeperError) -> PendingSignIn {
        try note("begin \(plan.session)")
        return Samples.pending
    }

    func paste(_ text: String, into pending: PendingSignIn.ID) async throws(KeeperError) { try note("paste \(text)") }

    func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot {
        try note("finish")
        return Samples.epic
    }

    func cancelSignIn(_ pending: PendingSignIn.ID) async { asked.withLock { $0.append("cancel sign-in") } }
    func lock() async throws(KeeperError) { try note("lock") }
    func unlock(passphrase: Redacted) async throws(KeeperError) { try note("unlock") }
}
