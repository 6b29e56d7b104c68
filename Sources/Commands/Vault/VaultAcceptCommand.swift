import ArgumentParser
import Foundation
import Home
import Records
import Vault

struct VaultAcceptCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Let the tokens of a vault be renewed that was restored from a copy, or moved.",
        discussion: """
            A copy may hold refresh tokens that were renewed since; sending one again can end the session everywhere, so none \
            is sent before you say so. Where the vault was only moved, and the old one is used by nobody, accept it. Else sign \
            in again.
            """)

    func perform() async throws {
        let home = try OpenHome.locate()
        let store = try await OpenHome.openVault(of: home, as: .guest)
        defer { store.close() }
        let lock = try await home.lock(program: "stoke vault accept", within: Home.patience)
        defer { lock.release() }
        store.beginKeeping()
        let accepted = try store.acceptCopy()
        for id in accepted { Console.note("\(id): is renewed again") }
        if accepted.isEmpty { Console.note("\(home.vault.url.path) was not held back as a copy.") }
    }
}
