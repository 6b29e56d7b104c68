package import SMART

/// The store as a guest beside its keeper sees it: everything can be read and hand-offs are logged; what a session holds is
/// the keeper's alone to change.
///
/// Renewing is refused at its first step, the rotation mark. What a guest concludes by itself from the time (a warning, a
/// lapse) is kept nowhere: its keeper concludes and logs the same, and no token is held back over it.
package struct GuestStore: SessionStore {
    private let store: any SessionStore
    private let refusal: StoreError

    /// Lets a guest look into `store`.
    ///
    /// - Parameters:
    ///   - store: the keeper's.
    ///   - keeper: who keeps it, such as `stoke (process 4242, since 12:03)`.
    package init(_ store: any SessionStore, keptBy keeper: String) {
        self.store = store
        refusal = StoreError(.leftToKeeper, "the token has to be renewed first, which is left to \(keeper)")
    }

    package func sessions() throws(StoreError) -> [StoredSession] { try store.sessions() }

    package func session(_ id: SessionID) throws(StoreError) -> StoredSession? { try store.session(id) }

    package func commit(_ changes: [StoreChange]) throws(StoreError) {
        for case .mark in changes { throw refusal }
        for case .remove in changes { throw refusal }
    }

    package func note(_ entry: LogEntry) throws(StoreError) { try store.note(entry) }

    package func log(last count: Int) throws(StoreError) -> [LogEntry] { try store.log(last: count) }

    package func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer] {
        try store.unreadAnswers(of: id)
    }

    package func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted? {
        try store.clientSecret(ofEndpoint: name)
    }

    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError) { throw refusal }

    package func close() { store.close() }
}
