import DequeModule
import Records

/// The newest entries of the event log, oldest of them first.
///
/// Those of one session are found without looking at the others.
struct EventLog: Sendable {
    /// What is kept, oldest first.
    private var entries: Deque<LogEntry> = []
    /// The entries of each session, oldest first, by how many entries came before since the log was loaded.
    private var numbers: [SessionID: Deque<Int>] = [:]
    /// How many entries there were since the log was loaded, those no longer kept among them.
    private(set) var total = 0
    /// Another number after every change.
    private(set) var revision = 0

    /// How many entries are kept.
    static let limit = 1000

    /// Holds these entries from now on, as far as there is room for the newest.
    ///
    /// Numbers begin anew; `revision` does not, so that whoever keeps a choice of entries notices.
    mutating func load(_ loaded: [LogEntry]) {
        (entries, numbers, total) = ([], [:], 0)
        revision += 1
        for entry in loaded.suffix(Self.limit) { append(entry) }
    }

    /// Adds what happened last; beyond the limit the oldest goes.
    mutating func append(_ entry: LogEntry) {
        entries.append(entry)
        if let id = entry.session { numbers[id, default: []].append(total) }
        total += 1
        revision += 1
        guard entries.count > Self.limit, let id = entries.removeFirst().session else { return }
        numbers[id]?.removeFirst()
        if numbers[id]?.isEmpty == true { numbers[id] = nil }
    }

    /// The newest entries about a session, newest first.
    func newest(_ limit: Int, of id: SessionID) -> [LogEntry] {
        let first = total - entries.count
        return numbers[id, default: []].suffix(limit).reversed().map { entries[$0 - first] }
    }
}

/// Its entries by their place, the oldest at 0.
extension EventLog: RandomAccessCollection {
    var startIndex: Int { entries.startIndex }
    var endIndex: Int { entries.endIndex }
    /// An entry, counted from the oldest that is kept.
    subscript(place: Int) -> LogEntry { entries[place] }
}
