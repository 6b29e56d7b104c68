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

/// A session whose row in the store is damaged: it is shown, and can be signed in again or removed.
package struct DamagedSession: Hashable, Sendable {
    /// Its name, which alone can be read.
    package let id: SessionID
    /// What is damaged and what to do about it, in words.
    package let damage: String

    /// A session of which nothing else is known.
    package init(id: SessionID, damage: String) {
        self.id = id
        self.damage = damage
    }
}

/// Everything that a store holds of sessions, in order of their names.
package struct StoredSessions: Hashable, Sendable {
    /// Those that can be used.
    package var whole: [StoredSession]
    /// Those that can only be signed in again, or removed.
    package var damaged: [DamagedSession]

    /// Takes both as they are.
    package init(whole: [StoredSession], damaged: [DamagedSession] = []) {
        self.whole = whole
        self.damaged = damaged
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
    /// Appends to the event log, which keeps its newest ``LogEntry/limit`` hand-offs, and as many of all other entries.
    case log(LogEntry)
}

/// Where sessions outlive their keeper.
///
/// Calls may block on the disk: the keeper makes them from a queue of its own.
package protocol SessionStore: Sendable {
    /// Tells the store that this process is its keeper from now on, which alone takes up what was put beside it.
    func beginKeeping()

    /// Every session that is whole, in order of its name.
    func sessions() throws(StoreError) -> [StoredSession]

    /// Every session, those too whose row is damaged: one of them hides no other.
    func contents() throws(StoreError) -> StoredSessions

    /// Whether what is stored is a copy that no keeper has opened yet: its refresh tokens may be spent.
    ///
    /// A keeper notices that itself, and holds them back in what it stores.
    var isUnnoticedCopy: Bool { get }

    /// One session; `nil` where none of that name is stored. Costs nothing for the others.
    ///
    /// - Throws: ``StoreError``; with `damagedRow` where this session's row is damaged.
    func session(_ id: SessionID) throws(StoreError) -> StoredSession?

    /// Makes the changes, all of them or none, and returns once they are durable: any number of them costs one sync.
    ///
    /// - Throws: ``StoreError``; with `noSuchSession` where a session to mark is not stored.
    func commit(_ changes: [StoreChange]) throws(StoreError)

    /// Takes room for the answer to a request that spends what cannot be asked for twice, such as an authorization code.
    ///
    /// A rotation's mark does this by itself. The room is given back with the session's next change.
    ///
    /// - Throws: ``StoreError`` where there is none: the request must not be sent then.
    func reserveRoom(for id: SessionID) throws(StoreError)

    /// Makes a record durable beside the store that will not take it now, in the room that was reserved, until it does.
    ///
    /// Whoever reads the session meanwhile gets this record, also in another process, and what was marked no longer counts
    /// as unanswered.
    ///
    /// - Throws: ``StoreError`` where no place at all takes it.
    func keepAside(_ record: SessionRecord) throws(StoreError)

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

extension SessionStore {
    /// Nothing: for a store that has nothing beside it.
    package func beginKeeping() {}

    /// No: for a store that is not copied.
    package var isUnnoticedCopy: Bool { false }

    /// What is whole: for a store in which nothing can be damaged.
    package func contents() throws(StoreError) -> StoredSessions { StoredSessions(whole: try sessions()) }

    /// Nothing: for a store that needs no room.
    package func reserveRoom(for id: SessionID) throws(StoreError) {}

    /// Refuses: for a store that has nothing beside it.
    package func keepAside(_ record: SessionRecord) throws(StoreError) {
        throw StoreError(.refused, "there is no place beside this store for what it does not take")
    }
}
