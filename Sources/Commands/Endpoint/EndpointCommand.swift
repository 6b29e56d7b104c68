import ArgumentParser

struct EndpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint",
        abstract: "Configure the FHIR servers to sign in to.",
        subcommands: [
            EndpointAddCommand.self, EndpointListCommand.self, EndpointShowCommand.self, EndpointRemoveCommand.self,
            EndpointSecretCommand.self,
        ])
}
