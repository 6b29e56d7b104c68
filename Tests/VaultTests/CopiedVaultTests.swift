import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("A vault that was copied")
struct CopiedVaultTests {
    private let id = SessionID(endpoint: "lab")

    private func isHeldBack(_ store: SQLiteSessionStore) throws -> Bool {
        try #require(try store.session(id)).record.details.copiedAt != nil
    }

    /// Renews once, so that what was copied before is spent.
    private func renew(_ store: SQLiteSessionStore, count: Int) throws {
        try store.markRotation(of: id, at: Date())
        try store.save(.sample(count: count))
    }

    @Test("and put back after a renewal holds its refresh tokens back until a person decides")
    func putBack() throws {
        let vault = try VaultFixture()
        try renew(from: vault)
        vault.store.close()
        let copy = try Data(contentsOf: vault.file.url)
        let again = try vault.open()
        #expect(try !isHeldBack(again))
        try renew(again, count: 2)
        again.close()
        // In its own place, so that not even the file is another.
        let file = try FileHandle(forWritingTo: vault.file.url)
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: copy)
        try file.close()

        #expect(try vault.file.openReadOnly(passphrase: VaultFixture.passphrase).isUnnoticedCopy)
        let restored = try vault.open()
        #expect(try isHeldBack(restored))
        #expect(try restored.check().first?.next.contains("stoke vault accept") == true)
        restored.close()
        let later = try vault.open()
        #expect(try isHeldBack(later), "it is remembered")
        #expect(try later.acceptCopy() == [id])
        #expect(try !isHeldBack(later))
        later.close()
        #expect(try !isHeldBack(vault.open()), "and not asked again")
    }

    private func renew(from vault: VaultFixture) throws {
        try vault.store.save(.sample())
        try renew(vault.store, count: 1)
    }

    @Test("to another place, its count with it, is told by the file that it is not")
    func elsewhere() throws {
        let vault = try VaultFixture()
        try renew(from: vault)
        vault.store.close()
        let folder = try TemporaryFolder()
        for url in vault.folder.files {
            try FileManager.default.copyItem(at: url, to: folder.file(url.lastPathComponent))
        }
        let copy = try VaultFile(at: folder.file("vault.sqlite")).open(passphrase: VaultFixture.passphrase)
        #expect(try isHeldBack(copy))
        #expect(try !isHeldBack(vault.open()), "the one that was copied is not concerned")
    }

    @Test("is not suspected where the count outside is missing or lags behind, nor after an update")
    func notSuspected() throws {
        let vault = try VaultFixture()
        try renew(from: vault)
        vault.store.close()
        let count = vault.file.markCount.url
        try Data("1\n".utf8).write(to: count)
        #expect(try !isHeldBack(vault.open()))
        try FileManager.default.removeItem(at: count)
        #expect(try !isHeldBack(vault.open()))
        try vault.tamper { try $0.execute(sql: "DELETE FROM place") }
        #expect(try !isHeldBack(vault.open()))
    }

    @Test("lets a session that is signed in again be renewed")
    func signedInAgain() throws {
        let vault = try VaultFixture()
        try renew(from: vault)
        vault.file.markCount.set(99)
        let store = try vault.open()
        #expect(try isHeldBack(store))
        try store.save(.sample())
        #expect(try !isHeldBack(store))
    }
}
