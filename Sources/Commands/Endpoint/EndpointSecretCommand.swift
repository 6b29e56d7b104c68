import ArgumentParser
import EndpointFiles
import Foundation
import Home
import Records
import SMART
import Sessions
import Vault

/// `stoke endpoint secret`: puts a client secret into the vault.
///
/// The secret comes by stdin or a prompt without echo, never as an argument, which every process could read.
struct EndpointSecretCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Store an endpoint's client secret, read from stdin, in the vault.",
        discussion: "An empty secret forgets the one stored.")

    @Argument(help: "The endpoint's name.")
    var name: EndpointName

    /// Stores the secret, or forgets the one there is.
    ///
    /// - Throws: ``EndpointFileError`` with `notFound`, ``VaultError``, or ``KeeperError`` where stdin has several
    ///   lines.
    func perform() async throws {
        let home = try OpenHome.locate()
        _ = try EndpointFolder(at: home.endpointsFolder).load(name.text)
        // Beside a keeper too: it reads the secret anew for each request, and tells people to store it while it runs.
        let store = try await OpenHome.openVault(of: home)
        let secret = try await read()
        try store.setClientSecret(secret, ofEndpoint: name.text)
        Console.note("\(name.text): client secret \(secret == nil ? "forgotten" : "stored")")
    }

    /// The secret, without the line break that ends it.
    private func read() async throws -> Redacted? {
        let text = try await Console.secretInput("Client secret: ").reveal()
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.contains(where: \.isNewline) else {
            throw KeeperError(.failed, "the client secret on stdin has several lines; give one")
        }
        return secret.isEmpty ? nil : Redacted(secret)
    }
}
