import ArgumentParser
import Foundation
import Home
import Records
import Vault

/// `stoke vault rekey`: lets another passphrase or key command open the vault, and no longer the one before.
struct VaultRekeyCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Change the passphrase or the key command.")

    @OptionGroup var key: VaultKeyOptions

    /// Opens by the old key, then seals under the new one; tokens and sessions stay as they are.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother`; ``VaultError``, and then the old key still opens it.
    func perform() async throws {
        let home = try OpenHome.locate()
        // Whoever keeps the home for long is known before anything is asked.
        try await home.lock(program: "stoke vault rekey", within: Home.patience).release()
        let store = try await OpenHome.openVault(of: home)
        let newKey = try store.prepareKey(await key.source())
        let lock = try await home.lock(program: "stoke vault rekey", within: Home.patience)
        defer { lock.release() }
        try store.rekey(to: newKey)
        Console.note("\(home.vault.url.path) has a new key.")
    }
}
