import Foundation
import Records
import SMART
import Synchronization

/// A memory store that notes each change in a journal and refuses as a full disk does when told to.
final class RecordingStore: SessionStore {
    enum Operation: Hashable {
        case save, mark, remove, read, append
    }

    static let diskFull = StoreError(.full, "no space left on device")

    let journal: Journal
    private let memory = MemorySessionStore()
    private let aside: Bool
    private let keptAside = Mutex<[SessionID: SessionRecord]>([:])
    private let refused = Mutex<Set<Operation>>([])
    private let commits = Mutex(0)

    /// How many transactions there were.
    var commitCount: Int { commits.withLock { $0 } }

    /// - Parameters:
    ///   - journal: what is told of each change.
    ///   - records: what it holds from the start.
    ///   - marks: the rotations that were never answered.
    ///   - aside: whether there is a place beside it that takes what it refuses.
    init(
        journal: Journal = Journal(), records: [SessionRecord] = [], marks: [SessionID: Date] = [:], aside: Bool = false
    ) {
        self.journal = journal
        self.aside = aside
        memory.commit(records.map { .save($0) })
        memory.commit(marks.map { .mark($0, at: $1) })
    }

    /// From now on these operations, and no others, fail.
    func refuse(_ operations: Set<Operation>) {
        refused.withLock { $0 = operations }
    }

    private func check(_ operation: Operation) throws(StoreError) {
        if refused.withLock({ $0.contains(operation) }) {
            journal.note("\(operation) refused")
            throw Self.diskFull
        }
    }

    func keepAside(_ record: SessionRecord) throws(StoreError) {
        guard aside else { throw Self.diskFull }
        keptAside.withLock { $0[record.id] = record }
        journal.note("aside")
    }

    func recordAside(of id: SessionID) -> SessionRecord? {
        keptAside.withLock { $0[id] }
    }

    func record(of id: SessionID) -> SessionRecord? {
        memory.session(id)?.record
    }

    func sessions() throws(StoreError) -> [StoredSession] {
        try check(.read)
        return memory.sessions()
    }

    func session(_ id: SessionID) throws(StoreError) -> StoredSession? {
        try check(.read)
        return memory.session(id)
    }

    func commit(_ changes: [StoreChange]) throws(StoreError) {
        for change in changes {
            switch change {
            case .save, .saveDetails: try check(.save)
            case .remove: try check(.remove)
            case .mark: try check(.mark)
            case .log: try check(.append)
            case .clearMark, .keepUnread: break
            }
        }
        memory.commit(changes)
        commits.withLock { $0 += 1 }
        for change in changes {
            switch change {
            case .save: journal.note("store")
            case .saveDetails: journal.note("details")
            case .remove: journal.note("remove")
            case .mark: journal.note("mark")
            case .clearMark: journal.note("clear")
            case .keepUnread: journal.note("keep")
            case .log: break
            }
        }
    }

    func note(_ entry: LogEntry) throws(StoreError) {
        try check(.append)
        memory.note(entry)
    }

    func log(last count: Int) throws(StoreError) -> [LogEntry] {
        memory.log(last: count)
    }

    func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer] {
        memory.unreadAnswers(of: id)
    }

    func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted? {
        memory.clientSecret(ofEndpoint: name)
    }

    func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError) {
        memory.setClientSecret(secret, ofEndpoint: name)
    }

    func close() {}
}
