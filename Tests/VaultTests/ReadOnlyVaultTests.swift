import Foundation
import Records
import SMART
import TestSupport
import Testing
import Vault

@Suite("A second opener that only looks")
struct ReadOnlyVaultTests {
    @Test("sees what the keeper stored, at once, and cannot write")
    func looks() throws {
        let vault = try VaultFixture()
        let looker = try vault.file.openReadOnly(passphrase: VaultFixture.passphrase)
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        #expect(try looker.records() == [record])
        _ = try storeError(.readOnly) { try looker.save(record) }
        _ = try storeError(.readOnly) { try looker.markRotation(of: record.id, at: Date()) }
        looker.close()
        #expect(try vault.store.records() == [record])
    }

    @Test("works where no keeper runs, after a clean end and after a kill")
    func alone() throws {
        let vault = try VaultFixture()
        let record = try SessionRecord.sample()
        try vault.store.save(record)
        // A copy of the files of an open vault is what a kill leaves behind.
        let killed = try TemporaryFolder()
        for file in vault.folder.files where !file.path.hasSuffix("-shm") {
            try FileManager.default.copyItem(at: file, to: killed.file(file.lastPathComponent))
        }
        let afterKill = VaultFile(at: killed.file("vault.sqlite"))
        #expect(try afterKill.openReadOnly(passphrase: VaultFixture.passphrase).records() == [record])
        vault.store.close()
        #expect(try vault.file.openReadOnly(passphrase: VaultFixture.passphrase).records() == [record])
    }

    @Test("always sees whole rotations while the keeper writes, and never makes it wait")
    func concurrent() async throws {
        let vault = try VaultFixture()
        try vault.store.save(try .sample())
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    let looker = try vault.file.openReadOnly(passphrase: VaultFixture.passphrase)
                    var (seen, reads) = (0, 0)
                    while seen < 200 {
                        let record = try #require(try looker.records().first)
                        #expect(record.details.refreshCount >= seen)
                        seen = record.details.refreshCount
                        #expect(record == (try SessionRecord.sample(count: seen)))
                        reads += 1
                    }
                    return reads
                }
            }
            for count in 1...200 {
                try vault.store.markRotation(of: SessionID(endpoint: "lab"), at: Date())
                try vault.store.save(try .sample(count: count))
            }
            for try await reads in group { #expect(reads > 0) }
        }
    }
}
