import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing
import Vault

@Suite("Sealing")
struct SealingTests {
    static let sessionColumns = ["access_token", "refresh_token", "id_token", "details", "rotation_mark"]

    @Test("Nothing secret, and no patient, can be read in any file of the home")
    func canary() throws {
        let vault = try VaultFixture()
        let canary = "CANARY-7f3a"
        try vault.store.save(try .sample("lab", canary: canary))
        try vault.store.save(try .sample("ward", granted: .online, canary: canary))
        try vault.store.setClientSecret(Redacted(canary + "-secret"), ofEndpoint: "lab")
        try vault.store.append(
            LogEntry(time: Date(), kind: .renewed, session: SessionID(endpoint: "lab"), message: canary + " renewed"))
        #expect(try vault.folder.filesHolding("vault.sqlite").isEmpty)
        // The search works: names are in the clear, and the write-ahead log is among the files.
        #expect(try vault.folder.filesHolding("ward").contains("vault.sqlite-wal"))
        #expect(try vault.folder.filesHolding(canary).isEmpty)
        #expect(try vault.folder.filesHolding(VaultFixture.passphrase.reveal()).isEmpty)
        vault.store.close()
        #expect(try vault.folder.filesHolding("ward") == ["vault.sqlite"])
        #expect(try vault.folder.filesHolding(canary).isEmpty)
    }

    @Test("A sealed field with any byte changed does not open", arguments: sessionColumns)
    func flippedBytes(column: String) throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        try vault.store.markRotation(of: record.id, at: Date())
        let sealed = try #require(try vault.tamper { try Data.fetchOne($0, sql: "SELECT \(column) FROM session") })
        for index in stride(from: 0, to: sealed.count, by: max(1, sealed.count / 24)) {
            var altered = sealed
            altered[index] ^= 0x01
            try vault.tamper { try $0.execute(sql: "UPDATE session SET \(column) = ?", arguments: [altered]) }
            let error = try storeError(.damagedRow) { try vault.store.session(record.id) }
            #expect(error.message.contains(column.replacing("_", with: " ")), "\(error)")
            #expect(error.message.contains(vault.file.url.path))
        }
        for remains in [Data(), sealed.prefix(11), sealed.dropLast()] {
            try vault.tamper { try $0.execute(sql: "UPDATE session SET \(column) = ?", arguments: [remains]) }
            _ = try storeError(.damagedRow) { try vault.store.session(record.id) }
        }
        try vault.tamper { try $0.execute(sql: "UPDATE session SET \(column) = ?", arguments: [sealed]) }
        #expect(try vault.store.records() == [record])
    }

    @Test(
        "A sealed field in another's place does not open",
        arguments: [
            "UPDATE session SET access_token = refresh_token, refresh_token = access_token WHERE name = 'a'",
            "UPDATE session SET id_token = access_token WHERE name = 'a'",
            "UPDATE session SET details = (SELECT details FROM session WHERE name = 'b') WHERE name = 'a'",
            "UPDATE session SET access_token = (SELECT access_token FROM session WHERE name = 'b') WHERE name = 'a'",
            "UPDATE session SET refresh_token = (SELECT secret FROM client WHERE endpoint = 'a') WHERE name = 'a'",
            "UPDATE session SET rotation_mark = (SELECT rotation_mark FROM session WHERE name = 'b') WHERE name = 'a'",
            "UPDATE session SET name = 'c' WHERE name = 'a'",
            "UPDATE client SET secret = (SELECT secret FROM client WHERE endpoint = 'b') WHERE endpoint = 'a'",
            "UPDATE log SET entry = (SELECT entry FROM log WHERE id = 2) WHERE id = 1",
        ])
    func swappedCells(statement: String) throws {
        let vault = try VaultFixture()
        for name in ["a", "b"] {
            let record = try SessionRecord.sample(name)
            try vault.store.save(record)
            try vault.store.markRotation(of: record.id, at: Date())
            try vault.store.setClientSecret(Redacted("secret"), ofEndpoint: name)
            try vault.store.append(LogEntry(time: Date(), kind: .signedIn, session: record.id, message: "signed in"))
        }
        func readAll(_ store: SQLiteSessionStore) throws {
            if let row = try store.contents().damaged.first { throw StoreError(.damagedRow, row.damage) }
            _ = try store.clientSecret(ofEndpoint: "a")
            guard try store.log(last: 9).count == 2 else { throw StoreError(.damagedRow, "an entry is left out") }
        }
        try readAll(vault.store)
        try vault.tamper { try $0.execute(sql: statement) }
        _ = try storeError(.damagedRow) { try readAll(vault.store) }
    }

    @Test("A field of one vault does not open in another")
    func otherVault() throws {
        let (mine, other) = (try VaultFixture(), try VaultFixture())
        for vault in [mine, other] { try vault.store.setClientSecret(Redacted("s"), ofEndpoint: "lab") }
        let foreign = try other.tamper { try Data.fetchOne($0, sql: "SELECT secret FROM client") }
        try mine.tamper { try $0.execute(sql: "UPDATE client SET secret = ?", arguments: [foreign]) }
        _ = try storeError(.damagedRow) { try mine.store.clientSecret(ofEndpoint: "lab") }
    }

    @Test("What was removed is in no file any more, not even sealed")
    func removedIsGone() throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        let sealed = try #require(try vault.tamper { try Data.fetchOne($0, sql: "SELECT access_token FROM session") })
        #expect(try !vault.folder.filesHolding(sealed).isEmpty)
        try vault.store.remove(record.id)
        #expect(try vault.folder.filesHolding(sealed).isEmpty)
    }
}
