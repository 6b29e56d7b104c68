import ArgumentParser
import Foundation
import Records
import Vault

/// `stoke vault init`: makes the vault that every other command looks for.
struct VaultInitCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the vault.",
        discussion:
            "With --key-command no person is needed to unlock it; with a passphrase, one is asked for it each time.")

    @OptionGroup var key: VaultKeyOptions

    /// Makes an empty vault.
    ///
    /// - Throws: ``VaultError`` with `alreadyExists`, said before a passphrase is asked for; `unusableKey`,
    ///   `keyCommandFailed`.
    func perform() async throws {
        let home = try OpenHome.locate()
        guard !home.vault.isPresent else {
            throw VaultError(
                .alreadyExists, "there is a vault at \(home.vault.url.path) already; see: stoke vault rekey")
        }
        _ = try home.vault.create(key: await key.source())
        Console.note("The vault is at \(home.vault.url.path).")
    }
}
