import ArgumentParser
import Foundation
import Home
import SMART
import Vault

struct VaultTrustCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Let the vault's key command be run.",
        discussion: """
            Stoke runs the key command that you gave to vault init or vault rekey, and no other. Where the vault's file was \
            altered or moved, came from elsewhere, or was made by a Stoke before this rule, it asks first; this command \
            answers. Without a terminal, say which command you expect: it is compared to the letter.
            """)

    @Option(
        help: ArgumentHelp("The command that the vault is to name; then nothing is asked.", valueName: "COMMAND"))
    var keyCommand: String?

    func perform() async throws {
        let home = try OpenHome.locate()
        if let keyCommand {
            try home.vault.trust(keyCommand)
        } else {
            guard case .command(let command) = try home.vault.keySource() else {
                return Console.note("A passphrase opens \(home.vault.url.path); there is no command to trust.")
            }
            guard Console.isInteractive else {
                throw VaultError(
                    .unknownKeyCommand,
                    "nobody is here to ask whether “\(command.cleaned)” may be run; "
                        + "if it is yours, run: stoke vault trust --key-command 'COMMAND'")
            }
            guard try await OpenHome.confirmKeyCommand(of: home.vault) else {
                throw VaultError(.unknownKeyCommand, "the key command is not run")
            }
        }
        Console.note("\(home.vault.url.path): its key command may be run.")
    }
}
