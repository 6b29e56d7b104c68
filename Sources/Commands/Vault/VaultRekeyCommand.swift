import ArgumentParser
import Foundation
import Home
import Records
import Vault

/// `stoke vault rekey`: lets another passphrase or key command open the vault, and no longer the one before.
struct VaultRekeyCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Change the passphrase or the key command.")

    @OptionGroup var key: VaultKeyOptions

    /// Opens by the old key, then seals under the new one; tokens and sessions stay as they are.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother`; ``VaultError``, and then the old key still opens it.
    func perform() throws {
        let home = try OpenHome.locate()
        let lock = try home.lock(program: "stoke vault rekey")
        defer { lock.release() }
        let store = try OpenHome.openVault(of: home, as: .keeper)
        try store.rekey(to: key.source())
        Console.note("\(home.vault.url.path) has a new key.")
    }
}
