package import Foundation
package import SMART
import Synchronization

/// A store that keeps everything in memory and ends with its process: the demo's and the tests'.
package final class MemorySessionStore: SessionStore {
    private struct Contents {
        var records: [SessionID: SessionRecord] = [:]
        var marks: [SessionID: Date] = [:]
        var secrets: [String: Redacted] = [:]
        var log: [LogEntry] = []
    }

    private let contents = Mutex(Contents())

    package init() {}

    package func sessions() -> [SessionRecord] {
        contents.withLock { $0.records.values.sorted { $0.id < $1.id } }
    }

    package func save(_ record: SessionRecord) {
        contents.withLock {
            $0.records[record.id] = record
            $0.marks[record.id] = nil
        }
    }

    package func remove(_ id: SessionID) {
        contents.withLock {
            $0.records[id] = nil
            $0.marks[id] = nil
        }
    }

    package func markRotation(of id: SessionID, at time: Date) {
        contents.withLock { $0.marks[id] = time }
    }

    package func clearRotationMark(of id: SessionID) {
        contents.withLock { $0.marks[id] = nil }
    }

    package func rotationMarks() -> [SessionID: Date] {
        contents.withLock { $0.marks }
    }

    package func clientSecret(ofEndpoint name: String) -> Redacted? {
        contents.withLock { $0.secrets[name] }
    }

    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) {
        contents.withLock { $0.secrets[name] = secret }
    }

    package func append(_ entry: LogEntry) {
        contents.withLock { contents in
            contents.log.append(entry)
            if contents.log.count > LogEntry.limit { contents.log.removeFirst() }
        }
    }

    /// There is no key to drop.
    package func close() {}

    package func log(last count: Int) -> [LogEntry] {
        contents.withLock { $0.log.suffix(max(count, 0)) }
    }
}
