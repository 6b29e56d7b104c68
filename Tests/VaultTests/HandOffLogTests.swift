import Foundation
import Records
import TestSupport
import Testing

@testable import Vault

@Suite("The log of hand-offs")
struct HandOffLogTests {
    private func entry(_ kind: LogEntry.Kind, _ message: String) -> LogEntry {
        LogEntry(time: Date(timeIntervalSinceReferenceDate: 8e8), kind: kind, session: nil, message: message)
    }

    @Test("is read with the other in the order in which both came", arguments: [true, false])
    func order(inMemory: Bool) throws {
        let vault = try VaultFixture()
        let store: any SessionStore = inMemory ? MemorySessionStore() : vault.store
        for (kind, message) in [
            (LogEntry.Kind.handedOff, "a"), (.renewed, "b"), (.handedOff, "c"), (.handedOff, "d"), (.lapsed, "e"),
        ] {
            if kind == .handedOff {
                try store.note(entry(kind, message))
            } else {
                try store.append(entry(kind, message))
            }
        }
        #expect(try store.log(last: 10).map(\.message) == ["a", "b", "c", "d", "e"])
        #expect(try store.log(last: 3).map(\.message) == ["c", "d", "e"])
        #expect(try store.log(last: 0).isEmpty)
    }

    @Test("is not pushed out by anything else, nor anything else by it", arguments: [true, false])
    func bounds(inMemory: Bool) throws {
        let vault = try VaultFixture()
        let store: any SessionStore = inMemory ? MemorySessionStore() : vault.store
        try store.note(entry(.handedOff, "handed"))
        try store.append(entry(.signedIn, "first"))
        try store.commit((0..<LogEntry.limit).map { .log(entry(.renewed, "\($0)")) })
        #expect(try store.log(last: .max).first?.message == "handed")
        #expect(try store.log(last: .max).count == LogEntry.limit + 1)
        try store.commit((0...LogEntry.limit).map { .log(entry(.handedOff, "h\($0)")) })
        let kinds = try store.log(last: .max).map(\.kind)
        #expect(kinds.count(where: { $0 == .handedOff }) == LogEntry.limit)
        #expect(kinds.count(where: { $0 == .renewed }) == LogEntry.limit)
    }
}
