import Foundation
import SMART
import Synchronization
import Vault

/// A memory store that notes each change in a journal and refuses as a full disk does when told to.
final class RecordingStore: SessionStore {
    enum Operation: Hashable {
        case save, mark, remove, read, append
    }

    struct DiskFull: Error, CustomStringConvertible {
        var description: String { "no space left on device" }
    }

    let journal: Journal
    private let memory = MemorySessionStore()
    private let refused = Mutex<Set<Operation>>([])

    init(journal: Journal = Journal(), records: [SessionRecord] = [], marks: [SessionID: Date] = [:]) {
        self.journal = journal
        for record in records { memory.save(record) }
        for (id, time) in marks { memory.markRotation(of: id, at: time) }
    }

    /// From now on these operations, and no others, fail.
    func refuse(_ operations: Set<Operation>) {
        refused.withLock { $0 = operations }
    }

    private func check(_ operation: Operation) throws {
        if refused.withLock({ $0.contains(operation) }) {
            journal.note("\(operation) refused")
            throw DiskFull()
        }
    }

    func record(of id: SessionID) -> SessionRecord? {
        memory.sessions().first { $0.id == id }
    }

    func sessions() throws -> [SessionRecord] {
        try check(.read)
        return memory.sessions()
    }

    func save(_ record: SessionRecord) throws {
        try check(.save)
        memory.save(record)
        journal.note("store")
    }

    func remove(_ id: SessionID) throws {
        try check(.remove)
        memory.remove(id)
        journal.note("remove")
    }

    func markRotation(of id: SessionID, at time: Date) throws {
        try check(.mark)
        memory.markRotation(of: id, at: time)
        journal.note("mark")
    }

    func clearRotationMark(of id: SessionID) throws {
        memory.clearRotationMark(of: id)
        journal.note("clear")
    }

    func rotationMarks() throws -> [SessionID: Date] {
        memory.rotationMarks()
    }

    func clientSecret(ofEndpoint name: String) throws -> Redacted? {
        memory.clientSecret(ofEndpoint: name)
    }

    func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws {
        memory.setClientSecret(secret, ofEndpoint: name)
    }

    func append(_ entry: LogEntry) throws {
        try check(.append)
        memory.append(entry)
    }

    func close() {}

    func log(last count: Int) throws -> [LogEntry] {
        memory.log(last: count)
    }
}
