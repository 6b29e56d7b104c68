import ArgumentParser

/// `stoke endpoint`: the person's endpoint files, and the secrets that are not in them.
struct EndpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint",
        abstract: "Configure the FHIR servers to sign in to.",
        subcommands: [
            EndpointAddCommand.self, EndpointListCommand.self, EndpointShowCommand.self, EndpointRemoveCommand.self,
            EndpointSecretCommand.self,
        ])
}
