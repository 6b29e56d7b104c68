import ArgumentParser
import Foundation
import Records
import Vault

/// `stoke vault unlock`: a check that the key is right, before a job relies on it.
struct VaultUnlockCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Check that the passphrase or key command opens the vault.",
        discussion: "A vault is open while a Stoke that holds its key runs; no key is left behind when it ends.")

    /// Opens the vault and lets go of it again.
    ///
    /// - Throws: ``VaultError`` with `missing`, `wrongPassphrase`, `locked` or `keyCommandFailed`.
    func perform() async throws {
        let home = try OpenHome.locate()
        _ = try await OpenHome.openVault(of: home, readOnly: true)
        Console.note("\(home.vault.url.path) opens.")
    }
}
