import ArgumentParser
import Records
import SMART
import Vault

/// What a vault is to be opened with from now on.
struct VaultKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A command whose first line of output is the key, such as 'pass show stoke'. Without it, a passphrase is asked.",
            valueName: "COMMAND"))
    var keyCommand: String?

    /// The key command, or else a passphrase that the person chooses now.
    ///
    /// - Throws: ``VaultError`` with `locked` where nobody is here to choose, `unusableKey` where it is empty or
    ///   mistyped.
    func source() async throws -> VaultKeySource {
        if let keyCommand { return .command(keyCommand) }
        return try await Self.askPassphrase()
    }

    /// Asks the person for a new passphrase, twice.
    static func askPassphrase() async throws -> VaultKeySource {
        guard Console.isInteractive else {
            throw VaultError(
                .locked,
                "nobody is here to choose a passphrase; run this in a terminal, or give --key-command 'COMMAND'")
        }
        guard let first = try await Console.askSecret("New passphrase: "), !first.reveal().isEmpty else {
            throw VaultError(.unusableKey, "the passphrase is empty; choose another")
        }
        guard try await Console.askSecret("The same again: ") == first else {
            throw VaultError(.unusableKey, "the two passphrases differ; nothing was changed")
        }
        return .passphrase(first)
    }
}
