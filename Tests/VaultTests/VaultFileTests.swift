import Foundation
import GRDB
import Home
import Records
import SMART
import TestSupport
import Testing
import Vault

@Suite("A vault's file")
struct VaultFileTests {
    @Test("opens again with its passphrase, typed composed or decomposed")
    func reopens() throws {
        let folder = try TemporaryFolder()
        let file = VaultFile(at: folder.file("vault.sqlite"))
        #expect(!file.isPresent)
        let store = try file.create(key: .passphrase(Redacted("caf\u{E9}")), cost: VaultFixture.cheap)
        try store.setClientSecret(Redacted("s"), ofEndpoint: "lab")
        #expect(file.isPresent)
        #expect(try file.keySource() == .passphrase)
        #expect(try file.open(passphrase: Redacted("cafe\u{301}")).clientSecret(ofEndpoint: "lab") == Redacted("s"))
    }

    @Test("is made at a cost of 128 MiB a guess, and says so in the file")
    func standardCost() throws {
        let folder = try TemporaryFolder()
        let file = VaultFile(at: folder.file("vault.sqlite"))
        try file.create(key: .passphrase(Redacted("p"))).close()
        let numbers = try DatabaseQueue(path: file.url.path).read { db in
            try Row.fetchOne(db, sql: "SELECT scrypt_rounds, scrypt_block_size, scrypt_parallelism FROM key_envelope")
        }
        #expect(numbers.map { Array($0.databaseValues) } == [131_072, 8, 1].map(\.databaseValue))
        #expect(try file.open(passphrase: Redacted("p")).records().isEmpty)
    }

    @Test("refuses a wrong passphrase and asks for a missing one")
    func wrongPassphrase() throws {
        let vault = try VaultFixture()
        let wrong = try vaultError(.wrongPassphrase) { try vault.file.open(passphrase: Redacted("wrong-guess")) }
        #expect(wrong.message.contains(vault.file.url.path))
        #expect(!wrong.message.contains("wrong-guess"))
        _ = try vaultError(.wrongPassphrase) { try vault.file.openReadOnly(passphrase: Redacted("x")) }
        let locked = try vaultError(.locked) { try vault.file.open() }
        #expect(locked.message.contains("stoke vault unlock"))
    }

    @Test("is not made with an empty passphrase, nor where something is")
    func refusesToCreate() throws {
        let vault = try VaultFixture()
        _ = try vaultError(.alreadyExists) {
            try vault.file.create(key: .passphrase(Redacted("p")), cost: VaultFixture.cheap)
        }
        _ = try vault.open()
        let other = VaultFile(at: vault.folder.file("other.sqlite"))
        _ = try vaultError(.unusableKey) { try other.create(key: .passphrase(Redacted("")), cost: VaultFixture.cheap) }
        #expect(!other.isPresent)
    }

    @Test("that is missing is told with the command that makes one")
    func missing() throws {
        let folder = try TemporaryFolder()
        let file = VaultFile(at: folder.file("vault.sqlite"))
        for attempt in [{ _ = try file.open() }, { _ = try file.openReadOnly() }, { _ = try file.keySource() }] {
            #expect(try vaultError(.missing, from: attempt).message.contains("stoke vault init"))
        }
        #expect(folder.files.isEmpty)
    }

    @Test(
        "from the future is refused, named, and not touched",
        arguments: [
            "PRAGMA user_version = 99", "INSERT INTO grdb_migrations VALUES ('9 teams')",
        ])
    func future(statement: String) throws {
        let vault = try VaultFixture()
        vault.store.close()
        try vault.tamper { try $0.execute(sql: statement) }
        let before = try Data(contentsOf: vault.file.url)
        for attempt in [{ _ = try vault.open() }, { _ = try vault.file.keySource() }] {
            let error = try vaultError(.fromTheFuture, from: attempt)
            #expect(error.message.contains(vault.file.url.path) && error.message.contains("update Stoke"))
        }
        #expect(try Data(contentsOf: vault.file.url) == before)
    }

    enum Damage: CaseIterable, Sendable {
        case text, empty, otherDatabase, cutShort, header, page, sessionPage, noKey, noTable, envelopeColumn, cost, salt
    }

    @Test("that is damaged or something else is refused, and never traps", arguments: Damage.allCases)
    func damaged(damage: Damage) throws {
        let vault = try VaultFixture()
        for name in ["a", "b", "c", "d"] { try vault.store.save(try .sample(name)) }
        vault.store.close()
        let url = vault.file.url
        var bytes = try Data(contentsOf: url)
        func replace(_ content: Data) throws { try content.write(to: url) }
        func sql(_ text: String) throws { try vault.tamper { try $0.execute(sql: text) } }
        switch damage {
        case .text: try replace(Data(String(repeating: "not a vault\n", count: 1000).utf8))
        case .empty: try replace(Data())
        case .otherDatabase: try sql("PRAGMA application_id = 7")
        case .cutShort: try replace(bytes.prefix(bytes.count / 2))
        case .header:
            bytes.replaceSubrange(0..<16, with: Data(repeating: 1, count: 16))
            try replace(bytes)
        case .page:
            bytes.replaceSubrange(4096..<4196, with: Data(repeating: 0xEE, count: 100))
            try replace(bytes)
        case .sessionPage:
            // Nothing that unlocking reads: only the check of the whole file finds it.
            let sql = "SELECT rootpage FROM sqlite_master WHERE name = 'session'"
            let page = try #require(try vault.tamper { try Int.fetchOne($0, sql: sql) })
            let start = (page - 1) * 4096
            bytes.replaceSubrange(start..<start + 100, with: Data(repeating: 0xEE, count: 100))
            try replace(bytes)
        case .noKey: try sql("DELETE FROM key_envelope")
        case .noTable: try sql("DROP TABLE key_envelope")
        case .envelopeColumn:
            try sql(
                "DROP TABLE key_envelope; CREATE TABLE key_envelope (salt TEXT); INSERT INTO key_envelope VALUES (1)")
        case .cost: try sql("UPDATE key_envelope SET scrypt_rounds = 9223372036854775807")
        case .salt: try sql("UPDATE key_envelope SET salt = x''")
        }
        try setMode(0o600, of: url)
        let error = try vaultError(.store(.damaged)) { try vault.open() }
        #expect(error.message.contains(url.path))
    }

    @Test("keeps nothing of a vault of the same name that was removed")
    func staleSideFiles() throws {
        let vault = try VaultFixture()
        try vault.store.save(try .sample())
        let log = try Data(contentsOf: vault.folder.file("vault.sqlite-wal"))
        #expect(!log.isEmpty)
        vault.store.close()
        try FileManager.default.removeItem(at: vault.file.url)
        try log.write(to: vault.folder.file("vault.sqlite-wal"))
        try setMode(0o600, of: vault.folder.file("vault.sqlite-wal"))

        let fresh = try vault.file.create(key: .passphrase(Redacted("other")), cost: VaultFixture.cheap)
        #expect(try fresh.records().isEmpty)
        #expect(try vault.file.open(passphrase: Redacted("other")).records().isEmpty)
    }

    @Test("and its side files are their owner's alone, and no temporary file stays")
    func modes() throws {
        let vault = try VaultFixture()
        try vault.store.save(try .sample())
        #expect(
            Set(vault.folder.files.map(\.lastPathComponent)) == [
                "vault.sqlite", "vault.sqlite-wal", "vault.sqlite-shm",
            ])
        for file in vault.folder.files { #expect(try mode(of: file) == 0o600, "\(file.lastPathComponent)") }
    }

    @Test(
        "that is open to others is refused with the command that mends it",
        arguments: [
            ("vault.sqlite", 0o640, "chmod 600"), ("vault.sqlite-wal", 0o602, "chmod 600"), ("", 0o701, "chmod 700"),
        ])
    func unsafe(name: String, bits: Int, command: String) throws {
        let vault = try VaultFixture()
        try vault.store.save(try .sample())
        let url = name.isEmpty ? vault.folder.url : vault.folder.file(name)
        let safe = try mode(of: url)
        try setMode(bits, of: url)
        let error = try vaultError(.file(.unsafePermissions)) { try vault.open() }
        #expect(error.message.contains("\(command) '\(url.path)'"))
        try setMode(safe, of: url)
        #expect(try vault.open().records().count == 1)
    }

    @Test("that belongs to someone else is refused", .enabled(if: geteuid() == 0, "only root can give files away"))
    func otherOwner() throws {
        let vault = try VaultFixture()
        unsafe chown(vault.file.url.path, 12345, 12345)
        let error = try vaultError(.file(.unsafePermissions)) { try vault.open() }
        #expect(error.message.contains("12345"))
    }

    @Test("that is closed says that it is locked")
    func closed() throws {
        let vault = try VaultFixture()
        vault.store.close()
        _ = try storeError(.locked) { try vault.store.records() }
        _ = try storeError(.locked) { try vault.store.save(try .sample()) }
    }
}
