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
        /// - `reopening` opens it again after ``lock()``; without it, it stays open.
        case open(any SessionStore, reopening: (@Sendable (Redacted) throws -> any SessionStore)? = nil)
        /// Opens with a passphrase, on ``unlock(passphrase:)``.
        case locked(@Sendable (Redacted) throws -> any SessionStore)
    }

    private nonisolated let executor = QueueExecutor(label: "stoke.keeper")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

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
    /// The sign-outs under way; their sessions are neither renewed nor handed out.
    var signOuts: [SessionID: Task<String?, Never>] = [:]
    /// Whether the keeper ends: what is not sent yet stays unsent.
    private(set) var isFinishing = false
    /// Records that the disk would not take.
    ///
    /// They are kept, tried again, and not handed out before they are stored.
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
        case .open(let store, let reopening):
            self.store = store
            openVault = reopening
        case .locked(let open):
            openVault = open
        }
    }

    /// Reads the endpoints and, where the vault is open, its sessions.
    ///
    /// Sends nothing.
    ///
    /// - Returns: what is wrong with endpoint files that cannot be used.
    @discardableResult
    package func load() throws -> [EndpointFileError] {
        let contents = try endpointSource.load()
        endpoints = Dictionary(contents.endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        try loadSessions()
        return contents.failures
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

    /// Whether it renews sessions without being asked.
    var renewsByItself: Bool { scheduler != nil }

    /// Waits for the refreshes in flight, so that no answer is lost, and ends the stream of changes.
    package func finish() async {
        isFinishing = true
        scheduler?.stop()
        scheduler = nil
        for pending in signIns.keys { await cancelSignIn(pending) }
        await settle { _ in true }
        for id in unsaved.keys { retrySaving(id) }
        for listener in listeners.values { listener.finish() }
        listeners = [:]
    }

    /// Waits until no refresh and no sign-out of the sessions concerned is under way.
    ///
    /// Nothing can begin between its return and the caller's next suspension.
    func settle(_ isConcerned: (SessionID) -> Bool) async {
        while true {
            if let refresh = refreshes.first(where: { isConcerned($0.key) }) {
                await refresh.value.value
            } else if let signOut = signOuts.first(where: { isConcerned($0.key) }) {
                _ = await signOut.value.value
            } else {
                return
            }
        }
    }

    package func snapshots() -> [SessionSnapshot] {
        sessions.keys.sorted().compactMap(snapshot)
    }

    package func log(last count: Int) -> [LogEntry] {
        (try? store?.log(last: count)) ?? []
    }

    package func changes() -> AsyncStream<KeeperChange> {
        let (stream, continuation) = AsyncStream.makeStream(of: KeeperChange.self)
        guard !isFinishing else {
            continuation.finish()
            return stream
        }
        let key = UUID()
        listeners[key] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.stopListening(key) } }
        return stream
    }

    private func stopListening(_ key: UUID) {
        listeners[key] = nil
    }

    package func lock() async throws {
        guard openVault != nil else {
            throw KeeperError(
                .failed, "no passphrase would open the vault again, so it stays open; leave Stoke instead")
        }
        for pending in signIns.keys { await cancelSignIn(pending) }
        await settle { _ in true }
        // What the disk will not take even now is kept, lest a rotated token be lost; unlocking stores it.
        for id in unsaved.keys { retrySaving(id) }
        store?.close()
        store = nil
        for id in sessions.keys { apply(.locked, to: id) }
    }

    package func unlock(passphrase: Redacted) throws {
        guard let openVault, store == nil else { return }
        store = try openVault(passphrase)
        for id in unsaved.keys { retrySaving(id) }
        do {
            try takeUpSessions()
        } catch {
            store = nil
            throw error
        }
    }

    /// Loads what the vault holds beside what is held already, and goes on with it.
    func takeUpSessions() throws {
        try loadSessions()
        if scheduler != nil { timePassed(for: Array(sessions.keys)) }
        sessions.keys.forEach(publish)
    }
}

// MARK: Sessions and their time

extension LocalKeeper {
    private func loadSessions() throws {
        let marks = try store?.rotationMarks() ?? [:]
        let stored = try store?.sessions() ?? []
        let records = store == nil ? [] : stored.filter { unsaved[$0.id] == nil } + unsaved.values
        // What is held already is newer than what the vault has, and may hold what the vault never gets.
        sessions = sessions.filter { $0.value.record != nil || $0.value.isSigningIn }
        for record in records where endpoints[record.id.endpoint] != nil && sessions[record.id]?.record == nil {
            sessions[record.id] = Session(id: record.id)
            apply(.loaded(heldAgainstEndpoint(record), markedAt: marks[record.id]), to: record.id)
        }
        for name in endpoints.keys { showEndpointWithoutSession(name) }
    }

    /// A sign-in made for another server or client than the endpoint names now is not used; a refused client may have been
    /// mended since.
    func heldAgainstEndpoint(_ record: SessionRecord) -> SessionRecord {
        var record = record
        if record.details.ending?.kind == .misconfigured { record.details.ending = nil }
        if record.details.ending == nil, let reason = changeOfEndpoint(since: record) {
            record.details.ending = SessionRecord.Ending(kind: .misconfigured, reason: reason, at: clock.now)
        }
        return record
    }

    /// What the endpoint now names otherwise than at sign-in, in words.
    ///
    /// The tokens must not go to another server, nor this client's secret to the server before.
    func changeOfEndpoint(since record: SessionRecord) -> String? {
        guard let endpoint = endpoints[record.id.endpoint] else { return nil }
        if endpoint.baseURL != record.details.baseURL {
            return "the endpoint's base_url was \(record.details.baseURL) at sign-in; sign in again"
        }
        if endpoint.client.id != record.details.clientID {
            return "the endpoint's client id has changed since sign-in; sign in again"
        }
        return nil
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
