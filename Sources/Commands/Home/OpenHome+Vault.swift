import Foundation
import Home
import Records
import SMART
import Vault

extension OpenHome {
    /// Opens the vault: by its key command, or by asking the person where there is one.
    ///
    /// Either may take as long as a person does: no lock is to be held. A key command that nobody chose here is not run before
    /// the person said yes.
    ///
    /// - Throws: ``VaultError``; `CancellationError` or ``Interruption`` where the person ended it.
    static func openVault(
        of home: Home, readOnly: Bool = false, checking check: VaultFile.Check = .form
    ) async throws -> SQLiteSessionStore {
        switch Result(catching: { () throws(VaultError) in
            try open(home.vault, readOnly: readOnly, checking: check, with: nil)
        }) {
        case .success(let store):
            return store
        case .failure(let error):
            let passphrase = try await passphrase(against: error, of: home)
            return try open(home.vault, readOnly: readOnly, checking: check, with: passphrase)
        }
    }

    /// What to try again with: a passphrase, or nothing once the person has agreed to the key command.
    private static func passphrase(against refusal: VaultError, of home: Home) async throws -> Redacted? {
        switch refusal.code {
        case .locked:
            return try await askPassphrase(of: home)
        case .unknownKeyCommand where Console.isInteractive:
            Console.error(refusal.description)
            guard try await confirmKeyCommand(of: home.vault) else { throw refusal }
            return nil
        default:
            throw refusal
        }
    }

    /// Shows the command that the vault names, and remembers it where the person says yes.
    ///
    /// - Returns: whether they did; `false` too where no command opens the vault.
    static func confirmKeyCommand(of vault: VaultFile) async throws -> Bool {
        guard case .command(let command) = try vault.keySource() else { return false }
        Console.note("The vault’s key command is:\n  \(command.cleaned)")
        guard try await Console.confirm("Run it, now and from now on?") else { return false }
        try vault.trust(command)
        return true
    }

    private static func open(
        _ vault: VaultFile, readOnly: Bool, checking check: VaultFile.Check, with passphrase: Redacted?
    ) throws(VaultError) -> SQLiteSessionStore {
        try vault.open(readOnly: readOnly, checking: check) { () throws(VaultError) in passphrase }
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
