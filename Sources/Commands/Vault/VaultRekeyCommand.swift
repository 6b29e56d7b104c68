import ArgumentParser
import Foundation
import Home
import Records
import Vault

struct VaultRekeyCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Change the passphrase or the key command.")

    @OptionGroup var key: VaultKeyOptions

    func perform() throws {
        let home = try OpenHome.locate()
        let lock = try home.lock(program: "stoke vault rekey")
        defer { lock.release() }
        let store = try OpenHome.openVault(of: home)
        try store.rekey(to: key.source())
        Console.note("\(home.vault.url.path) has a new key.")
    }
}
