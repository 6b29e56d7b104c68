package import SMART

/// The store as a guest beside its keeper sees it: everything can be read and hand-offs are logged; what a session holds is
/// the keeper's alone to change.
///
/// Renewing is refused at its first step, the rotation mark. What a guest concludes by itself from the time (a warning, a
/// lapse) is kept nowhere: its keeper concludes and logs the same, and no token is held back over it.
package struct GuestStore: SessionStore {
    private let store: any SessionStore
    private let refusal: StoreError
    private let onRefusal: @Sendable () -> Void

    /// Lets a guest look into `store`.
    ///
    /// - Parameters:
    ///   - store: the keeper's.
    ///   - keeper: who keeps it, such as `stoke (process 4242, since 12:03)`.
    ///   - onRefusal: called when something was left to the keeper, which may go well once that one is done.
    package init(
        _ store: any SessionStore, keptBy keeper: String, onRefusal: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.onRefusal = onRefusal
        refusal = StoreError(.leftToKeeper, "the token has to be renewed first, which is left to \(keeper)")
    }

    /// Lets somebody look into `store` who cannot become its keeper.
    ///
    /// - Parameters:
    ///   - store: what is looked into.
    ///   - obstacle: why nobody can keep it from here, in words.
    ///   - cause: what the system refused with.
    package init(_ store: any SessionStore, unkeepable obstacle: String, cause: (any Error)? = nil) {
        self.store = store
        onRefusal = {}
        refusal = StoreError(.unwritable, "the token has to be renewed first, and \(obstacle)", cause: cause)
    }

    /// What the keeper has stored; what it holds in memory alone a guest does not see.
    package func sessions() throws(StoreError) -> [StoredSession] { try store.sessions() }

    /// As the store below has it.
    package var isUnnoticedCopy: Bool { store.isUnnoticedCopy }

    /// What the keeper has stored, damaged sessions too.
    package func contents() throws(StoreError) -> StoredSessions { try store.contents() }

    package func session(_ id: SessionID) throws(StoreError) -> StoredSession? { try store.session(id) }

    /// Refuses what is the keeper's to do and drops the rest, which the keeper concludes by itself.
    ///
    /// - Throws: ``StoreError`` with `leftToKeeper` where a session is to be marked or removed.
    package func commit(_ changes: [StoreChange]) throws(StoreError) {
        for case .mark in changes { throw refuse() }
        for case .remove in changes { throw refuse() }
    }

    /// Writes into the keeper's log: a hand-off is on record whoever does it.
    package func note(_ entry: LogEntry) throws(StoreError) { try store.note(entry) }

    package func log(last count: Int) throws(StoreError) -> [LogEntry] { try store.log(last: count) }

    package func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer] {
        try store.unreadAnswers(of: id)
    }

    package func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted? {
        try store.clientSecret(ofEndpoint: name)
    }

    /// Refuses.
    ///
    /// - Throws: ``StoreError`` with `leftToKeeper`.
    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError) { throw refuse() }

    package func close() { store.close() }

    private func refuse() -> StoreError {
        onRefusal()
        return refusal
    }
}
