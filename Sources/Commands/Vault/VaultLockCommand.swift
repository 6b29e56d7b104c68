import ArgumentParser
import Foundation
import Home
import Records
import Vault

/// `stoke vault lock`: a check for scripts; the key is in the keeper's memory and nowhere else.
struct VaultLockCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Check that no Stoke holds the vault open.",
        discussion: "A full-screen Stoke that holds it is locked from its own screen, with :lock.")

    /// Says that the vault is locked, where it is.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother`, which names the process that keeps it.
    func perform() async throws {
        let home = try OpenHome.locate()
        try await home.lock(program: "stoke vault lock", within: Home.patience).release()
        Console.note("\(home.vault.url.path) is locked.")
    }
}
