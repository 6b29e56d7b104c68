import ArgumentParser
import EndpointFiles
import Foundation
import Home
import Records
import Sessions
import Vault

/// `stoke endpoint remove`: takes away the file, the sessions and the client secret.
///
/// Without a vault there is nothing but the file.
struct EndpointRemoveCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove an endpoint, its file and its client secret.",
        discussion: "Sign out first: tokens that are merely forgotten go on working at the server.")

    @Argument(help: "The endpoint's name.")
    var name: EndpointName

    /// Removes, unless the endpoint is signed in.
    ///
    /// - Throws: ``KeeperError`` with `unsafe` where a session there still works: its tokens would outlive what can
    ///   revoke them; `notFound`. ``HomeError`` where another process keeps the home.
    func perform() async throws {
        let home = try OpenHome.locate()
        guard home.vault.isPresent else {
            try EndpointFolder(at: home.endpointsFolder).remove(name.text)
            return Console.note("\(name.text): removed")
        }
        try await OpenHome.asKeeper(program: "stoke endpoint remove", of: .endpoint(name.text)) { opened in
            let held = await opened.keeper.snapshots().filter {
                $0.id.endpoint == name.text && ($0.state == .live || $0.state == .stale)
            }
            if let session = held.first {
                throw KeeperError(
                    .unsafe, session: session.id, "it is signed in; sign out first: stoke logout \(session.id)")
            }
            try await opened.keeper.removeEndpoint(named: name.text)
        }
        Console.note("\(name.text): removed")
    }
}
