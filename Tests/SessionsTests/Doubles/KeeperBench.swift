import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

/// A keeper among doubles: a clock to turn, a server that answers by script, a store that tells the order of things.
struct KeeperBench {
    let clock: ManualClock
    let journal: Journal
    let client: StubAuthClient
    let store: RecordingStore
    let endpoints: MemoryEndpoints
    let keeper: LocalKeeper

    static let passphrase = Redacted("open sesame")

    /// A keeper that has loaded `records`.
    ///
    /// - Parameters:
    ///   - records: what the store holds.
    ///   - marks: the rotation marks that stand in it.
    ///   - endpoints: those that are configured; the sample's own by `nil`.
    ///   - now: where the clock stands.
    ///   - locked: whether the vault wants ``passphrase`` first.
    ///   - claim: the right to the home; its own by `nil`.
    ///   - enrichmentLimit: how long a sign-in is learned about.
    /// - Throws: what loading throws.
    init(
        _ records: [SessionRecord] = [], marks: [SessionID: Date] = [:], endpoints: [Endpoint]? = nil,
        at now: Date = Sample.start, locked: Bool = false, claim: (any HomeClaim)? = nil,
        enrichmentLimit: Duration = .seconds(60)
    ) async throws {
        let journal = Journal()
        let store = RecordingStore(journal: journal, records: records, marks: marks)
        self.journal = journal
        self.store = store
        clock = ManualClock(at: now)
        client = StubAuthClient(journal: journal)
        self.endpoints = try MemoryEndpoints(endpoints ?? [Sample.endpoint()])
        keeper = LocalKeeper(
            store: locked
                ? .locked { (passphrase) throws(KeeperError) in try Self.open(store, with: passphrase) } : .open(store),
            endpoints: self.endpoints,
            client: client, claim: claim, clock: clock, enrichmentLimit: enrichmentLimit)
        try await keeper.load()
        journal.clear()
    }

    private static func open(_ store: RecordingStore, with passphrase: Redacted) throws(KeeperError) -> any SessionStore
    {
        guard passphrase == Self.passphrase else { throw KeeperError(.wrongPassphrase, "the passphrase is wrong") }
        return store
    }

    /// Returns once the keeper has begun with every call made before by `Task.immediate`: its queue is first come, first
    /// served.
    func hasTakenWhatWasAsked() async {
        _ = await keeper.snapshots()
    }

    func snapshot(_ id: SessionID = Sample.id) async -> SessionSnapshot? {
        await keeper.snapshots().first { $0.id == id }
    }

    func state(_ id: SessionID = Sample.id) async -> SessionState? {
        await snapshot(id)?.state
    }

    func token(_ id: SessionID = Sample.id, validFor seconds: TimeInterval = 60) async throws -> String {
        try await keeper.accessToken(for: id, minimumValidity: seconds, program: "test").token.reveal()
    }

    /// Begins a sign-in whose code is there already.
    func pendingWithCode(_ id: SessionID = Sample.id, access: AccessMode = .offline) async throws -> PendingSignIn.ID {
        let pending = try await keeper.beginSignIn(plan(id, access: access))
        try await keeper.paste("the-code", into: pending.id)
        return pending.id
    }

    /// Signs in, to its end.
    @discardableResult
    func signIn(_ id: SessionID = Sample.id, access: AccessMode = .offline) async throws -> SessionSnapshot {
        try await keeper.finishSignIn(try await pendingWithCode(id, access: access))
    }

    /// What the call was refused with.
    func refusal(of body: () async throws -> Void) async -> KeeperError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? KeeperError)?.code
        }
    }

    func plan(_ id: SessionID = Sample.id, access: AccessMode = .offline) -> SignInPlan {
        SignInPlan(session: id, access: access, scopes: Endpoint.defaultScopes)
    }
}
