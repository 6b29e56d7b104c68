package import AuthCore
import Foundation
package import SMART
package import Vault

/// The keeper in this process: owns the sessions, renews them ahead of expiry and tells what changes.
///
/// It runs on a serial queue of its own, because each change is on disk before it is seen.
package actor LocalKeeper: Keeper {
    /// How the keeper comes by its vault.
    package enum VaultAccess: Sendable {
        case open(any SessionStore)
        /// Opens with a passphrase, on ``unlock(passphrase:)``.
        case locked(@Sendable (Redacted) throws -> any SessionStore)
    }

    private nonisolated let executor = QueueExecutor(label: "stoke.keeper")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let client: any AuthClient
    let clock: any WallClock
    let gate = HostGate(limit: 4)
    let endpointSource: any EndpointSource
    private let openVault: (@Sendable (Redacted) throws -> any SessionStore)?

    var store: (any SessionStore)?
    var endpoints: [String: Endpoint] = [:]
    var sessions: [SessionID: Session] = [:]
    /// The refreshes in flight; every caller waits for the one there is.
    var refreshes: [SessionID: Task<Void, Never>] = [:]
    /// Records that the disk would not take. They are kept, tried again, and not handed out before they are stored.
    var unsaved: [SessionID: SessionRecord] = [:]
    var signIns: [PendingSignIn.ID: SignInAttempt] = [:]
    private var listeners: [UUID: AsyncStream<KeeperChange>.Continuation] = [:]
    private var scheduler: RefreshScheduler<SessionID>?

    package init(
        vault: VaultAccess, endpoints: any EndpointSource, client: any AuthClient, clock: any WallClock = SystemClock()
    ) {
        self.client = client
        self.clock = clock
        endpointSource = endpoints
        switch vault {
        case .open(let store):
            self.store = store
            openVault = nil
        case .locked(let open):
            openVault = open
        }
    }

    /// Reads the endpoints and, where the vault is open, its sessions. Sends nothing.
    ///
    /// - Returns: what is wrong with endpoint files that cannot be used.
    @discardableResult
    package func load() throws -> [String] {
        let (found, problems) = try endpointSource.load()
        endpoints = Dictionary(found.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        try loadSessions()
        return problems
    }

    /// Begins to renew sessions by itself, until ``finish()``.
    package func start() {
        guard scheduler == nil else { return }
        let scheduler = RefreshScheduler<SessionID>(
            clock: clock,
            onDue: { [weak self] due in Task { await self?.timePassed(for: due) } },
            onStep: { [weak self] in Task { await self?.clockStepped() } })
        self.scheduler = scheduler
        scheduler.start()
        timePassed(for: Array(sessions.keys))
    }

    /// Waits for the refreshes in flight, so that no answer is lost, and ends the stream of changes.
    package func finish() async {
        scheduler?.stop()
        scheduler = nil
        for attempt in signIns.values { await attempt.cancel() }
        await awaitRefreshes()
        for listener in listeners.values { listener.finish() }
        listeners = [:]
    }

    func awaitRefreshes() async {
        while let refresh = refreshes.values.first { await refresh.value }
    }

    package func snapshots() -> [SessionSnapshot] {
        sessions.keys.sorted().compactMap(snapshot)
    }

    package func log(last count: Int) -> [LogEntry] {
        (try? store?.log(last: count)) ?? []
    }

    package func changes() -> AsyncStream<KeeperChange> {
        let (stream, continuation) = AsyncStream.makeStream(of: KeeperChange.self)
        let key = UUID()
        listeners[key] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.stopListening(key) } }
        return stream
    }

    private func stopListening(_ key: UUID) {
        listeners[key] = nil
    }

    package func lock() async {
        guard openVault != nil else { return }
        await awaitRefreshes()
        store = nil
        for id in sessions.keys { apply(.locked, to: id) }
    }

    package func unlock(passphrase: Redacted) throws {
        guard let openVault, store == nil else { return }
        store = try openVault(passphrase)
        try loadSessions()
        if scheduler != nil { timePassed(for: Array(sessions.keys)) }
        sessions.keys.forEach(publish)
    }
}

// MARK: Sessions and their time

extension LocalKeeper {
    private func loadSessions() throws {
        sessions = [:]
        let marks = try store?.rotationMarks() ?? [:]
        for record in try store?.sessions() ?? [] where endpoints[record.id.endpoint] != nil {
            sessions[record.id] = Session(id: record.id)
            apply(.loaded(heldAgainstEndpoint(record), markedAt: marks[record.id]), to: record.id)
        }
        for name in endpoints.keys { showEndpointWithoutSession(name) }
    }

    /// A sign-in made for another server or client than the endpoint names now is not used; a refused client may have been
    /// mended since.
    private func heldAgainstEndpoint(_ record: SessionRecord) -> SessionRecord {
        var record = record
        if record.details.ending?.kind == .misconfigured { record.details.ending = nil }
        guard let endpoint = endpoints[record.id.endpoint], record.details.ending == nil else { return record }
        let reason: String? =
            if endpoint.baseURL != record.details.baseURL {
                "the endpoint's base_url was \(record.details.baseURL) at sign-in; sign in again"
            } else if endpoint.client.id != record.details.clientID {
                "the endpoint's client id has changed since sign-in; sign in again"
            } else {
                nil
            }
        if let reason {
            record.details.ending = SessionRecord.Ending(kind: .misconfigured, reason: reason, at: clock.now)
        }
        return record
    }

    /// An endpoint without a session is shown as one that is signed out.
    func showEndpointWithoutSession(_ name: String) {
        guard !sessions.keys.contains(where: { $0.endpoint == name }) else { return }
        let id = SessionID(endpoint: name)
        sessions[id] = Session(id: id)
        if store == nil { apply(.locked, to: id) }
        publish(id)
    }

    func timePassed(for ids: [SessionID]) {
        for id in ids {
            retrySaving(id)
            apply(.timePassed, to: id)
        }
    }

    private func clockStepped() {
        timePassed(for: Array(sessions.keys))
    }

    /// Arms the scheduler for the next thing that `id` has to do by itself.
    func schedule(_ id: SessionID) {
        var deadline = sessions[id]?.nextDeadline(at: clock.now)
        if unsaved[id] != nil { deadline = clock.now.addingTimeInterval(1) }
        scheduler?.schedule(id, at: deadline)
    }

    func snapshot(of id: SessionID) -> SessionSnapshot? {
        guard let session = sessions[id], let endpoint = endpoints[id.endpoint] else { return nil }
        return session.snapshot(of: endpoint, at: clock.now)
    }

    func publish(_ id: SessionID) {
        guard !listeners.isEmpty, let snapshot = snapshot(of: id) else { return }
        tell(.session(snapshot))
    }

    func tell(_ change: KeeperChange) {
        for listener in listeners.values { listener.yield(change) }
    }
}
