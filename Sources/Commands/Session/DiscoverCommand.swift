import ArgumentParser
import AuthCore
import Foundation
import SMART
import Sessions

/// `stoke discover`: what a server says of itself, before anything is configured.
///
/// It needs no home, no vault and no registration, and sends no secret.
struct DiscoverCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Show what a FHIR server advertises, what is wrong with it, and how Stoke would sign in.",
        discussion: "Exits 0 when a person could sign in with what was found, else 7.")

    @Argument(help: "The FHIR base URL.")
    var url: String

    @Flag(help: "Print JSON.")
    var json = false

    /// Reads both discovery documents and prints what they come to.
    ///
    /// - Throws: ``KeeperError`` with `refused` after the report, where nobody could sign in; ``AuthFailure`` where
    ///   nothing could be read.
    func perform() async throws {
        let baseURL = try FHIRBaseURL(url)
        let transport = try OpenHome.transport()
        let outcome: Result<DiscoveredServer, any Error>
        do { outcome = .success(try await HTTPAuthClient(transport: transport).discover(baseURL)) } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        let server = try outcome.get()
        let report = DiscoveryReport(server)
        if json { try Console.json(report.document) } else { try Console.result(report.text) }
        guard server.allowsSignIn else {
            throw KeeperError(.refused, "\(baseURL): nobody could sign in with what was found")
        }
    }
}
