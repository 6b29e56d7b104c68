import ArgumentParser
import Foundation
import Home
import Records
import Vault

struct VaultAcceptCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Let the tokens of a vault be renewed that was restored from a copy, or moved.",
        discussion: """
            A copy may hold refresh tokens that were renewed since; sending one again can end the session everywhere, so none \
            is sent before you say so. Where the vault was only moved, and the old one is used by nobody, accept it. Else sign \
            in again.
            """)

    func perform() throws {
        let home = try OpenHome.locate()
        let lock = try home.lock(program: "stoke vault accept")
        defer { lock.release() }
        let store = try OpenHome.openVault(of: home, as: .keeper)
        defer { store.close() }
        let accepted = try store.acceptCopy()
        for id in accepted { Console.note("\(id): is renewed again") }
        if accepted.isEmpty { Console.note("\(home.vault.url.path) was not held back as a copy.") }
    }
}
