import ArgumentParser

/// `stoke vault`: the vault as a whole; what is in it is the business of the other commands.
struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Make, open, check and re-key the encrypted store of tokens and secrets.",
        subcommands: [
            VaultInitCommand.self, VaultLockCommand.self, VaultUnlockCommand.self, VaultRekeyCommand.self,
            VaultTrustCommand.self, VaultCheckCommand.self, VaultAcceptCommand.self, VaultUnreadCommand.self,
        ])
}
