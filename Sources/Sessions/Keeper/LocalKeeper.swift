package import AuthCore
import Foundation
package import Records
package import SMART

/// The keeper in this process: owns the sessions, renews them ahead of expiry and tells what changes.
///
/// It runs on a serial queue of its own, because each change is on disk before it is seen.
package actor LocalKeeper: Keeper {
    /// Opens a store with a passphrase.
    package typealias StoreOpening = @Sendable (Redacted) throws(KeeperError) -> any SessionStore

    /// How the keeper comes by its store.
    package enum StoreAccess: Sendable {
        /// - `reopening` opens it again after ``lock()``; without it, it stays open.
        case open(any SessionStore, reopening: StoreOpening? = nil)
        /// Opens with a passphrase, on ``unlock(passphrase:)``.
        case locked(StoreOpening)
    }

    private nonisolated let executor = QueueExecutor(label: "stoke.keeper")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// The protocol over HTTP; the keeper itself opens no connection.
    let client: any AuthClient
    /// The only time that the keeper knows.
    let clock: any WallClock
    let endpointSource: any EndpointSource
    /// `nil` where nothing could open the store again, so that it cannot be locked.
    private let openStore: StoreOpening?
    /// `nil` where the home is this keeper's in any case.
    let claim: (any HomeClaim)?

    /// `nil` while locked.
    var store: (any SessionStore)?
    /// The endpoints that can be used, by name.
    var endpoints: [String: Endpoint] = [:]
    /// Every session, and a row for each endpoint without one.
    var sessions = HeldSessions()
    /// The refreshes in flight; every caller waits for the one there is.
    var refreshes: [SessionID: Undertaking<Void>] = [:]
    /// What a refresh brings that is in flight for a grant which another sign-in has replaced, by the refresh's number.
    var superseded: [Int: SessionRecord] = [:]
    /// Four at a host is what servers bear; over all hosts the number bounds what a resume or a restart sets off at once.
    var gate = HostGate(limit: 4, total: LocalKeeper.refreshesAtOnce)
    static let refreshesAtOnce = 32
    /// What waits to become durable together.
    var steps: [RenewalStep] = []
    /// The sign-outs under way; their sessions are neither renewed nor handed out.
    var signOuts: [SessionID: Undertaking<String?>] = [:]
    /// Whether the keeper ends: what is not sent yet stays unsent.
    private(set) var isFinishing = false
    /// Records that the disk would not take.
    ///
    /// They are kept, tried again, and not handed out before they are stored.
    var unsaved: [SessionID: SessionRecord] = [:]
    /// The sign-ins that wait for a browser; one a session.
    var signIns: [PendingSignIn.ID: SignInAttempt] = [:]
    /// The codes on their way to be traded, each to its end.
    var trades: [PendingSignIn.ID: Task<Result<Void, KeeperError>, Never>] = [:]
    /// What is being learned of sessions that were just signed in to.
    var enrichments: [SessionID: Undertaking<Void>] = [:]
    /// How long that may take, all of it together.
    let enrichmentLimit: Duration
    /// What the keeper sees to before it ends, though nobody waits for it.
    private var errands: [Int: Task<Void, Never>] = [:]
    private var lastUndertaking = 0
    private var listeners: [UUID: AsyncStream<KeeperChange>.Continuation] = [:]
    private var scheduler: RefreshScheduler<SessionID>?

    /// A keeper that has read nothing yet.
    ///
    /// - Parameters:
    ///   - store: where sessions outlive the keeper, open or with the way to open it.
    ///   - endpoints: where servers are configured.
    ///   - client: who speaks to them.
    ///   - claim: the right to the home, where others may have it; the caller takes it for an open store.
    ///   - clock: the time of day.
    ///   - enrichmentLimit: how long it may take to learn who signed in and until when, the two together.
    package init(
        store: StoreAccess, endpoints: any EndpointSource, client: any AuthClient, claim: (any HomeClaim)? = nil,
        clock: any WallClock = SystemClock(), enrichmentLimit: Duration = .seconds(20)
    ) {
        self.client = client
        self.claim = claim
        self.clock = clock
        self.enrichmentLimit = enrichmentLimit
        endpointSource = endpoints
        switch store {
        case .open(let store, let reopening):
            self.store = store
            openStore = reopening
        case .locked(let open):
            openStore = open
        }
    }

    /// Begins to renew sessions by itself, until ``finish()``.
    package func start() {
        guard scheduler == nil else { return }
        let scheduler = RefreshScheduler<SessionID>(
            clock: clock,
            onDue: { [weak self] due in Task { await self?.catchUp(due) } },
            onStep: { [weak self] in Task { await self?.clockStepped() } })
        self.scheduler = scheduler
        scheduler.start()
        catchUp(sessions.names)
    }

    /// Whether it renews sessions without being asked.
    var renewsByItself: Bool { scheduler != nil }

    /// Waits for the refreshes in flight and for codes that are being traded, so that no answer is lost, and ends the stream
    /// of changes.
    ///
    /// Sign-ins that wait are cancelled, what is not sent yet stays unsent, and what the disk would not take is offered to it
    /// once more.
    ///
    /// - Returns: what is not revoked of online access, which ends with the keeper, in words.
    @discardableResult
    package func finish() async -> [String] {
        isFinishing = true
        scheduler?.stop()
        scheduler = nil
        await comeToRest(finishingTrades: true)
        for enrichment in enrichments.values {
            enrichment.task.cancel()
            await enrichment.task.value
        }
        while let errand = errands.values.first { await errand.value }
        let complaints = await revokeWhatIsNotKept().value
        for id in unsaved.keys { retrySaving(id) }
        for listener in listeners.values { listener.finish() }
        listeners = [:]
        return complaints
    }

    /// Ends every sign-in, also what begins meanwhile, and waits until no refresh and no sign-out is under way.
    ///
    /// Nothing can begin between its return and the caller's next suspension.
    ///
    /// - Parameter finishingTrades: whether a code that is being traded is waited for, and what it brings kept; otherwise that is
    ///   revoked as soon as it comes.
    private func comeToRest(finishingTrades: Bool) async {
        repeat {
            for pending in signIns.keys where !finishingTrades || trades[pending] == nil { await cancelSignIn(pending) }
            if finishingTrades { for trade in trades.values { _ = await trade.value } }
            await settle { _ in true }
        } while !signIns.isEmpty
    }

    /// Sees to something that nobody waits for, in a task that no caller's end cancels.
    @discardableResult
    func beginErrand(_ work: @escaping @Sendable (isolated LocalKeeper) async -> Void) -> Task<Void, Never> {
        let number = nextUndertaking()
        let errand = Task {
            await work(self)
            errands[number] = nil
        }
        errands[number] = errand
        return errand
    }

    /// The number of what is undertaken next.
    func nextUndertaking() -> Int {
        lastUndertaking += 1
        return lastUndertaking
    }

    /// Waits until no refresh and no sign-out of the sessions concerned is under way.
    ///
    /// Nothing can begin between its return and the caller's next suspension.
    func settle(_ isConcerned: (SessionID) -> Bool) async {
        while true {
            if let refresh = refreshes.first(where: { isConcerned($0.key) }) {
                await refresh.value.task.value
            } else if let signOut = signOuts.first(where: { isConcerned($0.key) }) {
                _ = await signOut.value.task.value
            } else {
                return
            }
        }
    }

    /// Comes to rest first: an answer that is on its way can be stored only while the store is open.
    package func lock() async throws(KeeperError) {
        guard openStore != nil else {
            throw KeeperError(
                .failed, "no passphrase would open the vault again, so it stays open; leave Stoke instead")
        }
        await comeToRest(finishingTrades: false)
        // What the disk will not take even now is kept, lest a rotated token be lost; unlocking stores it.
        for id in unsaved.keys { retrySaving(id) }
        let revoking = revokeWhatIsNotKept()
        beginErrand { _ in _ = await revoking.value }
        store?.close()
        store = nil
        // A locked keeper waits for a person and keeps nobody else out, unless it still holds what must be stored.
        if unsaved.isEmpty { claim?.giveUp() }
        apply(sessions.names.map { (.locked, $0) })
    }

    /// Stores what waited for the disk and takes up what the vault holds; where that fails it stays locked.
    package func unlock(passphrase: Redacted) async throws(KeeperError) {
        guard let openStore, store == nil else { return }
        let opened = try openStore(passphrase)
        // First the passphrase, then the right to the home, then what is there to be read.
        do throws(KeeperError) { try await claim?.take() } catch {
            opened.close()
            throw error
        }
        guard store == nil else { return opened.close() }
        store = opened
        for id in unsaved.keys { retrySaving(id) }
        do throws(KeeperError) { try takeUpSessions() } catch {
            opened.close()
            store = nil
            if unsaved.isEmpty { claim?.giveUp() }
            throw error
        }
    }
}

// MARK: What others see

extension LocalKeeper {
    /// Builds and sorts them all: one session is asked for with ``snapshot(of:)``.
    package func snapshots() -> [SessionSnapshot] {
        sessions.names.sorted().compactMap(shown)
    }

    /// One session, at no cost for the others.
    package func snapshot(of id: SessionID) throws(KeeperError) -> SessionSnapshot {
        guard let snapshot = shown(id) else {
            _ = try endpoint(named: id.endpoint)
            throw KeeperError(.notFound, "there is no session named \(id); see: stoke status")
        }
        return snapshot
    }

    /// The session as it is now; `nil` where it is not held, or its endpoint is not there to be shown with.
    func shown(_ id: SessionID) -> SessionSnapshot? {
        guard let session = sessions[id], let endpoint = endpoints[id.endpoint] else { return nil }
        return session.snapshot(of: endpoint, at: clock.now)
    }

    /// Read from the store each time; the keeper holds none of it.
    package func log(last count: Int) -> [LogEntry] {
        (try? store?.log(last: count)) ?? []
    }

    /// A stream asked for after ``finish()`` has ended already.
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

    /// Shows a session to those who listen; without listeners no snapshot is made.
    func publish(_ id: SessionID) {
        guard !listeners.isEmpty, let snapshot = shown(id) else { return }
        tell(.session(snapshot))
    }

    /// Tells every listener, in the order of the calls.
    func tell(_ change: KeeperChange) {
        for listener in listeners.values { listener.yield(change) }
    }
}

// MARK: Time

extension LocalKeeper {
    /// Lets the sessions do what is due now, in one transaction, after another try to store what the disk would not
    /// take.
    func timePassed(for ids: [SessionID]) {
        for id in ids where unsaved[id] != nil { retrySaving(id) }
        apply(ids.map { (.timePassed, $0) })
    }

    /// Every deadline is reckoned anew: after a step or a sleep none of them is to be trusted (rule 7).
    private func clockStepped() {
        catchUp(sessions.names)
    }

    /// Tells sessions the time of which many may be overdue, as after a resume.
    ///
    /// Those whose token has ended come first. Where there are more than may be under way at once, those that still have time are
    /// spread over a part of it.
    func catchUp(_ ids: [SessionID]) {
        let now = clock.now
        let patient = ids.filter { sessions[$0].map { $0.isOverdueWithTimeLeft(at: now) } ?? false }
        guard patient.count > Self.refreshesAtOnce, scheduler != nil else { return timePassed(for: ids) }
        let spread = Set(patient.dropFirst(Self.refreshesAtOnce))
        timePassed(for: ids.filter { !spread.contains($0) })
        apply(
            spread.map { id in
                (.renewalPutOff(until: sessions[id]?.spreadRenewal(at: now, by: .random(in: 0...1)) ?? now), id)
            })
    }

    /// Arms the scheduler for the next thing that `id` has to do by itself.
    ///
    /// A record that the disk would not take is tried again every second.
    func schedule(_ id: SessionID) {
        guard let scheduler else { return }
        var deadline = sessions[id]?.nextDeadline(at: clock.now)
        if unsaved[id] != nil { deadline = clock.now.addingTimeInterval(1) }
        scheduler.schedule(id, at: deadline)
    }
}
