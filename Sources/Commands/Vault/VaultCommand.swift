import ArgumentParser

struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Make, open and re-key the encrypted store of tokens and secrets.",
        subcommands: [
            VaultInitCommand.self, VaultLockCommand.self, VaultUnlockCommand.self, VaultRekeyCommand.self,
            VaultUnreadCommand.self,
        ])
}
