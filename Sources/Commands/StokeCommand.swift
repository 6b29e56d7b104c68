import ArgumentParser

/// The command line of Stoke.
///
/// Without a subcommand it is the full-screen manager.
struct StokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stoke",
        abstract: "A session manager for SMART on FHIR.",
        discussion: """
            Keeps every FHIR session signed in, in sight and one keystroke from signing in again, and hands its access \
            tokens to the programs that need them.

            Exit codes: 0 done, 1 failed, 3 sign-in needed, 4 vault locked, 5 server or network unavailable (try later), \
            6 no such endpoint or session, 7 the server refused or answered nonsense, 8 refused here for safety, 64 usage, \
            130 ended by ^C.
            """,
        version: "stoke 0.1.0",
        subcommands: [
            ManageCommand.self, DemoCommand.self, SandboxCommand.self, EndpointCommand.self, DiscoverCommand.self,
            LoginCommand.self, StatusCommand.self, TokenCommand.self, RefreshCommand.self, LogoutCommand.self,
            GetCommand.self, VaultCommand.self,
        ],
        defaultSubcommand: ManageCommand.self)
}
