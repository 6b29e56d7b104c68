import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("The rotation journal")
struct RotationJournalTests {
    private let time = Date(timeIntervalSinceReferenceDate: 800_000_000.5)

    @Test("A mark whose answer was never stored is there after a restart, beside the old token")
    func markSurvives() throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        try vault.store.markRotation(of: record.id, at: time)
        // The first store stays open and is never closed, as by a process that was killed.
        let reopened = try vault.open()
        #expect(try reopened.rotationMarks() == [record.id: time])
        #expect(try reopened.records() == [record])
    }

    @Test("A new pair and a cleared mark are there together after a restart")
    func saveClears() throws {
        let vault = try VaultFixture()
        try vault.store.save(try .sample())
        try vault.store.markRotation(of: SessionID(endpoint: "lab"), at: time)
        let renewed = try SessionRecord.sample(count: 1)
        try vault.store.save(renewed)
        vault.store.close()
        let reopened = try vault.open()
        #expect(try reopened.rotationMarks().isEmpty)
        #expect(try reopened.records() == [renewed])
    }

    @Test("A save that fails leaves the old pair and the mark")
    func failedSave() throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        try vault.store.markRotation(of: record.id, at: time)
        try vault.tamper { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER full AFTER UPDATE ON session WHEN NEW.rotation_mark IS NULL
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
        #expect(throws: StoreError.self) { try vault.store.save(try .sample(count: 1)) }
        #expect(try vault.store.records() == [record])
        #expect(try vault.store.rotationMarks() == [record.id: time])
    }

    @Test("A rotation of a session that is not stored cannot be marked")
    func unknownSession() throws {
        let vault = try VaultFixture()
        let error = try storeError(.noSuchSession) {
            try vault.store.markRotation(of: SessionID(endpoint: "lab", label: "ana"), at: time)
        }
        #expect(error.message.contains("lab:ana"))
    }

    @Test("An online refresh token is never written and comes back as nil", arguments: [AccessMode.online, .none])
    func onlineTokens(mode: AccessMode) throws {
        let vault = try VaultFixture()
        // It was offline once: the old token goes too.
        try vault.store.save(try .sample())
        try vault.store.save(try .sample(granted: mode, count: 1))
        var expected = try SessionRecord.sample(granted: mode, count: 1)
        expected.refreshToken = nil
        #expect(try vault.store.records() == [expected])
        #expect(try vault.tamper { try Data.fetchOne($0, sql: "SELECT refresh_token FROM session") } == nil)
    }

    @Test("A change is durable when the call returns, and what is deleted is overwritten")
    func pragmas() throws {
        let vault = try VaultFixture()
        for (pragma, value) in [
            ("synchronous", "2"), ("secure_delete", "1"), ("foreign_keys", "1"), ("journal_mode", "wal"),
        ] {
            let found = try vault.store.requireUnlocked().database.read {
                try String.fetchOne($0, sql: "PRAGMA \(pragma)")
            }
            #expect(found == value, "\(pragma)")
        }
    }
}
