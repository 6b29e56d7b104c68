import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing
import Vault

@Suite("Rekeying")
struct RekeyTests {
    private let next = Redacted("another passphrase")

    @Test("lets the new passphrase in, the old one no longer, and loses nothing")
    func rekeys() throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        try vault.store.rekey(to: .passphrase(next), cost: VaultFixture.cheap)
        _ = try vaultError(.wrongPassphrase) { try vault.open() }
        #expect(try vault.file.open(passphrase: next).records() == [record])
        // The keeper that was open goes on.
        try vault.store.save(try .sample(count: 1))
        #expect(try vault.file.open(passphrase: next).records().first?.details.refreshCount == 1)
    }

    @Test("leaves the key that the old passphrase opened in no file")
    func forgetsTheOldEnvelope() throws {
        let vault = try VaultFixture()
        let envelope = try #require(
            try vault.tamper { try Data.fetchOne($0, sql: "SELECT sealed_key FROM key_envelope") })
        #expect(try !vault.folder.filesHolding(envelope).isEmpty)
        try vault.store.rekey(to: .passphrase(next), cost: VaultFixture.cheap)
        #expect(try vault.folder.filesHolding(envelope).isEmpty)
    }

    @Test("from a passphrase to a key command and back")
    func changesKind() throws {
        let vault = try VaultFixture()
        try vault.store.rekey(to: .command("echo key"), cost: VaultFixture.cheap)
        #expect(try vault.file.keySource() == .command("echo key"))
        let reopened = try vault.file.open()
        try reopened.rekey(to: .passphrase(next), cost: VaultFixture.cheap)
        #expect(try vault.file.keySource() == .passphrase)
        #expect(try vault.file.open(passphrase: next).records().isEmpty)
    }

    @Test(
        "that fails leaves the old passphrase in force",
        arguments: [VaultKeySource.passphrase(Redacted("")), .command("exit 3"), .command("true")])
    func failure(source: VaultKeySource) throws {
        let vault = try VaultFixture()
        #expect(throws: VaultError.self) { try vault.store.rekey(to: source, cost: VaultFixture.cheap) }
        #expect(try vault.open().records().isEmpty)
    }

    @Test("that is cut off before it commits leaves the old passphrase in force")
    func cutOff() throws {
        let vault = try VaultFixture()
        try vault.tamper { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER cut AFTER INSERT ON key_envelope
                    BEGIN SELECT RAISE(ROLLBACK, 'cut off'); END
                    """)
        }
        #expect(throws: VaultError.self) {
            try vault.store.rekey(to: .passphrase(next), cost: VaultFixture.cheap)
        }
        #expect(try vault.open().records().isEmpty)
    }

    @Test("An envelope whose parameters or command were altered does not open")
    func alteredEnvelope() throws {
        for change in [
            "scrypt_rounds = 32", "scrypt_parallelism = 2", "salt = zeroblob(32)", "sealed_key = zeroblob(60)",
        ] {
            let vault = try VaultFixture()
            try vault.tamper { try $0.execute(sql: "UPDATE key_envelope SET \(change)") }
            _ = try vaultError(.wrongPassphrase) { try vault.open() }
        }
        let vault = try VaultFixture()
        try vault.store.rekey(to: .command("echo key"), cost: VaultFixture.cheap)
        try vault.tamper { try $0.execute(sql: "UPDATE key_envelope SET command = 'echo key '") }
        _ = try vaultError(.unknownKeyCommand) { try vault.file.open() }
    }
}
