import ArgumentParser
import Foundation
import Home
import Records
import Vault

struct VaultLockCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Check that no Stoke holds the vault open.",
        discussion: "A full-screen Stoke that holds it is locked from its own screen, with :lock.")

    func perform() throws {
        let home = try OpenHome.locate()
        let lock = try home.lock(program: "stoke vault lock")
        lock.release()
        Console.note("\(home.vault.url.path) is locked.")
    }
}
