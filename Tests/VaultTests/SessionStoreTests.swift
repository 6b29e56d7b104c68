import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing
import Vault

/// What every store promises, whether it writes to the disk or not.
@Suite("A session store")
struct SessionStoreTests {
    enum Kind: CaseIterable, Sendable {
        case memory, sqlite
    }

    private func withStore(_ kind: Kind, _ work: (any SessionStore) throws -> Void) throws {
        switch kind {
        case .memory: try work(MemorySessionStore())
        case .sqlite:
            let vault = try VaultFixture()
            try work(vault.store)
            // The folder goes with the fixture.
            withExtendedLifetime(vault) {}
        }
    }

    @Test("gives back what was saved, in order of name", arguments: Kind.allCases)
    func savesAndLists(kind: Kind) throws {
        try withStore(kind) { store in
            let records = try ["b", "a:second", "a"].map { try SessionRecord.sample($0, canary: $0) }
            for record in records { try store.save(record) }
            #expect(try store.records() == [records[2], records[1], records[0]])

            var changed = records[0]
            changed.accessToken = nil
            changed.idToken = nil
            changed.details.refreshExpiresAt = Date(timeIntervalSinceReferenceDate: 0.1)
            try store.save(changed)
            #expect(try store.records().last == changed)
        }
    }

    @Test("keeps a rotation mark until the session is saved, cleared or removed", arguments: Kind.allCases)
    func marks(kind: Kind) throws {
        try withStore(kind) { store in
            let record = try SessionRecord.sample()
            let times = [1.5, 2].map(Date.init(timeIntervalSinceReferenceDate:))
            try store.save(record)
            #expect(try store.rotationMarks().isEmpty)

            try store.markRotation(of: record.id, at: times[0])
            try store.markRotation(of: record.id, at: times[1])
            #expect(try store.rotationMarks() == [record.id: times[1]])
            try store.save(record)
            #expect(try store.rotationMarks().isEmpty)

            try store.markRotation(of: record.id, at: times[0])
            try store.clearRotationMark(of: record.id)
            #expect(try store.rotationMarks().isEmpty)

            try store.markRotation(of: record.id, at: times[0])
            try store.remove(record.id)
            #expect(try store.rotationMarks().isEmpty)
            #expect(try store.records().isEmpty)
        }
    }

    @Test("keeps one client secret an endpoint and forgets it on request", arguments: Kind.allCases)
    func secrets(kind: Kind) throws {
        try withStore(kind) { store in
            #expect(try store.clientSecret(ofEndpoint: "lab") == nil)
            try store.setClientSecret(Redacted("one"), ofEndpoint: "lab")
            try store.setClientSecret(Redacted("two"), ofEndpoint: "lab")
            try store.setClientSecret(Redacted("other"), ofEndpoint: "payer")
            #expect(try store.clientSecret(ofEndpoint: "lab") == Redacted("two"))
            try store.setClientSecret(nil, ofEndpoint: "lab")
            #expect(try store.clientSecret(ofEndpoint: "lab") == nil)
            #expect(try store.clientSecret(ofEndpoint: "payer") == Redacted("other"))
        }
    }

    @Test("gives the newest log entries, oldest of them first", arguments: Kind.allCases)
    func log(kind: Kind) throws {
        try withStore(kind) { store in
            let entries = (0..<5).map { number in
                LogEntry(
                    time: Date(timeIntervalSinceReferenceDate: Double(number)), kind: .renewed,
                    session: number == 0 ? nil : SessionID(endpoint: "lab"), message: "renewal \(number)")
            }
            for entry in entries { try store.append(entry) }
            #expect(try store.log(last: 3) == entries.suffix(3))
            #expect(try store.log(last: 50) == entries)
            #expect(try store.log(last: 0).isEmpty)
        }
    }

    @Test("The vault's log keeps its newest 10,000 entries")
    func logIsBounded() throws {
        let vault = try VaultFixture()
        try vault.tamper { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 9999)
                    INSERT INTO log SELECT id, x'00' FROM n
                    """)
        }
        func oldestAndCount() throws -> [Int] {
            try vault.tamper { db in
                let row = try Row.fetchOne(db, sql: "SELECT MIN(id) AS oldest, COUNT(*) AS number FROM log")
                return [row?["oldest"] ?? 0, row?["number"] ?? 0]
            }
        }
        let entry = LogEntry(time: Date(timeIntervalSinceReferenceDate: 1), kind: .renewed, session: nil, message: "a")
        try vault.store.append(entry)
        #expect(try oldestAndCount() == [1, 10_000])
        try vault.store.append(entry)
        try vault.store.append(entry)
        #expect(try oldestAndCount() == [3, 10_000])
        #expect(try vault.store.log(last: 3) == [entry, entry, entry])
    }

    @Test("So does the log in memory")
    func logInMemoryIsBounded() {
        let store = MemorySessionStore()
        for number in 0...LogEntry.limit {
            store.note(LogEntry(time: Date(), kind: .renewed, session: nil, message: "\(number)"))
        }
        #expect(store.log(last: .max).count == LogEntry.limit)
        #expect(store.log(last: 1).map(\.message) == ["\(LogEntry.limit)"])
        #expect(store.log(last: -1).isEmpty)
    }
}
