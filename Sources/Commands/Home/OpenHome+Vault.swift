import Foundation
import Home
import Records
import SMART
import Vault

extension OpenHome {
    /// Opens the vault: by its key command, or by asking the person where there is one.
    ///
    /// Either may take as long as a person does: no lock is to be held.
    ///
    /// - Throws: ``VaultError``; `CancellationError` or ``Interruption`` where the person ended it.
    static func openVault(of home: Home, readOnly: Bool = false) async throws -> SQLiteSessionStore {
        do {
            return try open(home.vault, readOnly: readOnly, with: nil)
        } catch let error where error.code == .locked {
            return try open(home.vault, readOnly: readOnly, with: await askPassphrase(of: home))
        }
    }

    private static func open(
        _ vault: VaultFile, readOnly: Bool, with passphrase: Redacted?
    ) throws(VaultError) -> SQLiteSessionStore {
        try vault.open(readOnly: readOnly, checking: .form) { () throws(VaultError) in passphrase }
    }

    private static func askPassphrase(of home: Home) async throws -> Redacted {
        guard Console.isInteractive, let passphrase = try await Console.askSecret("Passphrase of the vault: ") else {
            throw VaultError(
                .locked,
                "\(home.vault.url.path) is locked and nobody is here to ask; run this in a terminal, "
                    + "or let a command unlock it: stoke vault rekey --key-command 'COMMAND'")
        }
        return passphrase
    }
}
