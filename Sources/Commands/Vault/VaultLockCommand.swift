import ArgumentParser
import Foundation
import Home
import Records
import Vault

struct VaultLockCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Check that no Stoke holds the vault open.",
        discussion: "A full-screen Stoke that holds it is locked from its own screen, with :lock.")

    func perform() async throws {
        let home = try OpenHome.locate()
        try await home.lock(program: "stoke vault lock", within: Home.patience).release()
        Console.note("\(home.vault.url.path) is locked.")
    }
}
