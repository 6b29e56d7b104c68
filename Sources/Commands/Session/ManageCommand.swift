import ArgumentParser
import AuthCore
import Foundation
import Interface
import SMART
import Sessions
import Vault

struct ManageCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "manage",
        abstract: "The full-screen manager; what stoke alone runs.",
        discussion: "It keeps the home's sessions while it runs: it alone renews them.")

    @OptionGroup var screen: ScreenOptions

    func perform() throws {
        let home = try OpenHome.locate()
        let lock = try home.lock(program: "stoke")
        defer { lock.release() }
        let vault = try vault(of: home)
        let transport = try OpenHome.transport()
        let keeper = LocalKeeper(
            vault: vault, endpoints: EndpointFolder(at: home.endpointsFolder),
            client: HTTPAuthClient(transport: transport))
        let failures = try Blocking.wait {
            do {
                let failures = try await keeper.load()
                await keeper.start()
                return failures
            } catch {
                await transport.shutdown()
                throw error
            }
        }
        let options = screen.options(warnings: failures.map(\.description))
        try FullScreen.run(keeper: keeper, options: options) { await transport.shutdown() }
    }

    /// A key command opens the vault here; a passphrase is asked for on the screen.
    ///
    /// The first run makes the vault.
    private func vault(of home: Home) throws -> LocalKeeper.VaultAccess {
        let file = home.vault
        if !file.isPresent {
            Console.note("Stoke keeps tokens in an encrypted vault. Choose a passphrase for it.")
            return .open(try file.create(key: VaultKeyOptions.askPassphrase())) { try file.open(passphrase: $0) }
        }
        switch try file.keySource() {
        case .command: return .open(try file.open())
        case .passphrase: return .locked { try file.open(passphrase: $0) }
        }
    }
}
