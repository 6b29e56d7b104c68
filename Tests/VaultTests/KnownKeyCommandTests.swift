import Foundation
import GRDB
import Home
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("A key command that nobody chose")
struct KnownKeyCommandTests {
    private let folder: TemporaryFolder
    private let vault: VaultFile
    private let mark: URL

    init() throws {
        folder = try TemporaryFolder()
        vault = VaultFile(at: folder.file("vault.sqlite"), memory: folder.file("elsewhere"))
        mark = folder.file("was-run")
        try vault.create(key: .command(command), cost: VaultFixture.cheap).close()
        try FileManager.default.removeItem(at: mark)
    }

    /// Leaves a mark each time it is run.
    private var command: String { "touch '\(mark.path)'; echo key" }
    private var wasRun: Bool { FileManager.default.fileExists(atPath: mark.path) }

    private func tamper(_ sql: String, in file: VaultFile? = nil) throws {
        let database = try DatabaseQueue(path: (file ?? vault).url.path)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    @Test("the one that was chosen is run")
    func chosen() throws {
        try vault.open().close()
        #expect(wasRun)
    }

    @Test(
        "is not run in an envelope with anything altered",
        arguments: [
            "command = 'echo another; ' || command", "command = command || ' '", "scrypt_rounds = scrypt_rounds * 2",
            "scrypt_block_size = 4", "scrypt_parallelism = 2", "salt = zeroblob(32)",
            "sealed_key = zeroblob(length(sealed_key))",
        ])
    func altered(change: String) throws {
        try tamper("UPDATE key_envelope SET \(change)")
        for readOnly in [true, false] {
            let error = try vaultError(.unknownKeyCommand) { try readOnly ? vault.openReadOnly() : vault.open() }
            #expect(error.message.contains("stoke vault trust"))
        }
        #expect(!wasRun)
    }

    @Test("is not run in a vault that was copied into another home, alone or with what was remembered")
    func copied() throws {
        let other = try TemporaryFolder()
        let copy = VaultFile(at: other.file("vault.sqlite"), memory: other.file("elsewhere"))
        try FileManager.default.copyItem(at: vault.url, to: copy.url)
        _ = try vaultError(.unknownKeyCommand) { try copy.open() }
        try FileManager.default.copyItem(at: vault.memory.file, to: copy.memory.file)
        _ = try vaultError(.unknownKeyCommand) { try copy.open() }
        #expect(!wasRun)
    }

    @Test("is run once a person said yes to it, to the letter")
    func trusted() throws {
        try FileManager.default.removeItem(at: vault.memory.file)
        _ = try vaultError(.unknownKeyCommand) { try vault.open() }
        _ = try vaultError(.unknownKeyCommand) { try vault.trust("echo key") }
        #expect(!wasRun)
        try vault.trust(command)
        try vault.open().close()
        #expect(wasRun)
    }

    @Test("A command that others could have let be run is not")
    func openToOthers() throws {
        try setMode(0o666, of: vault.memory.file)
        _ = try vaultError(.file(.unsafePermissions)) { try vault.open() }
        #expect(!wasRun)
    }

    @Test("A new command takes the place of the old one, also in what is remembered")
    func rekeyed() throws {
        let store = try vault.open()
        let before = try Data(contentsOf: vault.memory.file)
        try store.rekey(to: .command("echo next"), cost: VaultFixture.cheap)
        try vault.open().close()
        #expect(try Data(contentsOf: vault.memory.file) != before)
        try store.rekey(to: .passphrase(Redacted("next")), cost: VaultFixture.cheap)
        #expect(!FileManager.default.fileExists(atPath: vault.memory.file.path))
    }
}
