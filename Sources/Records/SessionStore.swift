package import Foundation
package import SMART

/// What a store holds of one session.
package struct StoredSession: Hashable, Sendable {
    /// As it was last saved.
    ///
    /// A refresh token that is not written down is missing from it.
    package var record: SessionRecord
    /// When the refresh token was about to be sent, where its answer was never stored; else `nil`.
    package var markedAt: Date?

    package init(_ record: SessionRecord, markedAt: Date? = nil) {
        self.record = record
        self.markedAt = markedAt
    }
}

/// One change of what a store holds.
package enum StoreChange: Hashable, Sendable {
    /// Stores a session and clears its rotation mark; of one that goes on the unread answers are forgotten, for their successor is
    /// here.
    case save(SessionRecord)
    /// Stores what is known of a session beside its tokens: these and the rotation mark stay as they are stored, so that nothing
    /// is said of an answer that is still awaited. A session that is not stored stays so.
    case saveDetails(SessionRecord)
    /// Forgets a session, its tokens, its mark and its unread answers.
    case remove(SessionID)
    /// Notes that the stored refresh token is about to be sent, so that a lost answer is known for what it is.
    case mark(SessionID, at: Date)
    /// Clears the mark after an answer that did not rotate anything.
    case clearMark(SessionID)
    /// Keeps an answer that nobody could read beside the session: the first ``UnreadAnswer/mostKept``, since the successor of a
    /// spent refresh token is in the first.
    case keepUnread(SessionID, UnreadAnswer)
    /// Appends to the event log, which keeps its newest ``LogEntry/limit`` entries.
    case log(LogEntry)
}

/// Where sessions outlive their keeper.
///
/// Calls may block on the disk: the keeper makes them from a queue of its own.
package protocol SessionStore: Sendable {
    /// Every session, in order of its name.
    func sessions() throws(StoreError) -> [StoredSession]

    /// One session; `nil` where none of that name is stored. Costs nothing for the others.
    func session(_ id: SessionID) throws(StoreError) -> StoredSession?

    /// Makes the changes, all of them or none, and returns once they are durable: any number of them costs one sync.
    ///
    /// - Throws: ``StoreError``; with `noSuchSession` where a session to mark is not stored.
    func commit(_ changes: [StoreChange]) throws(StoreError)

    /// Appends to the event log what must outlive the process at once, and a power cut only from a second later.
    ///
    /// For hand-offs, which are many: each on record before the token is out, and none at the cost of a sync.
    func note(_ entry: LogEntry) throws(StoreError)

    /// The newest entries of the event log, oldest of them first.
    func log(last count: Int) throws(StoreError) -> [LogEntry]

    /// The answers to token requests of a session that nobody could read, oldest first; also of one that is not stored.
    func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer]

    /// The secret of an endpoint's client; `nil` where none is stored.
    func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted?

    /// Stores a client secret, or forgets it where `secret` is `nil`.
    func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError)

    /// Drops the key that opens the store; every later call throws `locked`.
    func close()
}
