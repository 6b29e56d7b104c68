import ArgumentParser
import EndpointFiles
import Home
import Records
import SMART
import Sessions

/// `stoke endpoint list`: what is configured, from the files alone.
///
/// It opens no vault, so it never asks for a passphrase.
struct EndpointListCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the endpoints.")

    /// Prints a table; a file that cannot be read is told on stderr and does not hide the rest, nor fail the command.
    func perform() throws {
        let contents = try EndpointFolder(at: OpenHome.locate().endpointsFolder).load()
        for failure in contents.failures { Console.error(failure.description) }
        let endpoints = contents.endpoints
        guard !endpoints.isEmpty else {
            return Console.note("No endpoints yet. Add one: stoke endpoint add NAME URL --client-id ID")
        }
        let rows = endpoints.map {
            [$0.name, $0.access.rawValue, $0.client.authentication.rawValue, $0.baseURL.text]
        }
        try Console.result(TextTable(heading: ["NAME", "ACCESS", "AUTH", "BASE URL"], rows).text)
    }
}
