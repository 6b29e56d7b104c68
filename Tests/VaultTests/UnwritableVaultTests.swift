import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("A vault that cannot be written")
struct UnwritableVaultTests {
    /// What a kill leaves: the vault with a log that was never moved into it, and no index beside it that could be made.
    private func killed(_ vault: VaultFixture) throws -> VaultFile {
        let copy = vault.folder.file("killed")
        try FileManager.default.createDirectory(
            at: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        for name in ["vault.sqlite", "vault.sqlite-wal"] {
            try FileManager.default.copyItem(at: vault.folder.file(name), to: copy.appendingPathComponent(name))
        }
        // In the place of the index, so that nobody can make one, root neither.
        try FileManager.default.createDirectory(
            at: copy.appendingPathComponent("vault.sqlite-shm"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        return VaultFile(at: copy.appendingPathComponent("vault.sqlite"))
    }

    @Test("is read from memory, with all that its log holds, and makes no file")
    func image() throws {
        let vault = try VaultFixture()
        for count in 0..<60 { try vault.store.save(.sample(count: count)) }
        try vault.store.save(.sample("other"))
        let file = VaultFile(at: try killed(vault).url)
        let image = try file.image()
        #expect(try image.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 2)
        #expect(try image.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        let names = try FileManager.default.contentsOfDirectory(atPath: file.url.deletingLastPathComponent().path)
        #expect(names.sorted() == ["vault.sqlite", "vault.sqlite-shm", "vault.sqlite-wal"])
    }

    @Test("reads its log up to the last commit that is whole", arguments: [0, 1, 31, 4_000, 9_000, 20_000])
    func tornLog(removing count: Int) throws {
        let vault = try VaultFixture()
        for count in 0..<5 { try vault.store.save(.sample(count: count)) }
        let file = try killed(vault)
        let log = try Data(contentsOf: file.sideFiles[0])
        try log.prefix(max(0, log.count - count)).write(to: file.sideFiles[0])
        let image = try file.image()
        #expect(try image.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        // SQLite's own reading of the same files is what it must agree with.
        try FileManager.default.removeItem(at: file.sideFiles[1])
        let theirs = try DatabaseQueue(path: file.url.path)
        let cells = "SELECT name, details FROM session"
        #expect(
            try image.read { try Row.fetchAll($0, sql: cells) }
                == (try theirs.read { try Row.fetchAll($0, sql: cells) }))
    }

    @Test("is busy while another process writes, and is not called full")
    func busy() throws {
        let vault = try VaultFixture()
        try vault.store.save(.sample())
        try vault.block { _ = try storeError(.busy) { try vault.store.save(.sample(count: 1)) } }
        try vault.store.save(.sample(count: 1))
    }
}
