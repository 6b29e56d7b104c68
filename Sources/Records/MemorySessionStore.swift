import DequeModule
import Foundation
package import SMART
import Synchronization

/// A store that keeps everything in memory and ends with its process: the demo's and the tests'.
package final class MemorySessionStore: SessionStore {
    /// What the vault holds in tables.
    private struct Contents {
        var sessions: [SessionID: StoredSession] = [:]
        var unread: [SessionID: [UnreadAnswer]] = [:]
        var secrets: [String: Redacted] = [:]
        var log = Deque<Numbered>()
        /// Hand-offs, which nothing else can push out.
        var handOffs = Deque<Numbered>()
        private var entryCount = 0

        struct Numbered {
            let number: Int
            let entry: LogEntry
        }

        mutating func make(_ change: StoreChange) {
            switch change {
            case .save(let record):
                sessions[record.id] = StoredSession(record)
                if record.details.ending == nil { unread[record.id] = nil }
            case .saveDetails(let record): sessions[record.id]?.record.details = record.details
            case .remove(let id):
                sessions[id] = nil
                unread[id] = nil
            case .keepUnread(let id, let answer):
                if unread[id, default: []].count < UnreadAnswer.mostKept { unread[id, default: []].append(answer) }
            case .mark(let id, let time): sessions[id]?.markedAt = time
            case .clearMark(let id): sessions[id]?.markedAt = nil
            case .log(let entry):
                entryCount += 1
                let numbered = Numbered(number: entryCount, entry: entry)
                if entry.kind == .handedOff {
                    Self.append(numbered, to: &handOffs)
                } else {
                    Self.append(numbered, to: &log)
                }
            }
        }

        private static func append(_ entry: Numbered, to log: inout Deque<Numbered>) {
            log.append(entry)
            if log.count > LogEntry.limit { log.removeFirst() }
        }
    }

    private let contents = Mutex(Contents())

    package init() {}

    package func sessions() -> [StoredSession] {
        contents.withLock { $0.sessions.values.sorted { $0.record.id < $1.record.id } }
    }

    package func session(_ id: SessionID) -> StoredSession? {
        contents.withLock { $0.sessions[id] }
    }

    /// All at once, as in a transaction; a mark for a session that is not there is dropped.
    package func commit(_ changes: [StoreChange]) {
        contents.withLock { contents in
            for change in changes { contents.make(change) }
        }
    }

    package func note(_ entry: LogEntry) {
        commit([.log(entry)])
    }

    package func log(last count: Int) -> [LogEntry] {
        let count = max(count, 0)
        return contents.withLock { contents in
            (contents.log.suffix(count) + contents.handOffs.suffix(count)).sorted { $0.number < $1.number }
                .suffix(count).map(\.entry)
        }
    }

    package func unreadAnswers(of id: SessionID) -> [UnreadAnswer] {
        contents.withLock { $0.unread[id] ?? [] }
    }

    package func clientSecret(ofEndpoint name: String) -> Redacted? {
        contents.withLock { $0.secrets[name] }
    }

    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) {
        contents.withLock { $0.secrets[name] = secret }
    }

    /// There is no key to drop.
    package func close() {}
}
