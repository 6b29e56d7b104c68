import ArgumentParser
import AuthCore
import EndpointFiles
import Home
import Interface
import Records
import Sessions
import Vault

/// `stoke` alone: the full-screen manager, which is the home's keeper as long as it runs.
struct ManageCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "manage",
        abstract: "The full-screen manager; what stoke alone runs.",
        discussion: "It keeps the home's sessions while it runs: it alone renews them.")

    @OptionGroup var screen: ScreenOptions

    /// Takes the home, opens or makes its vault, and shows the screen.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother` where another process keeps the home; ``VaultError``; where the
    ///   terminal cannot be used.
    func perform() throws {
        let home = try OpenHome.locate()
        let claim = HomeKeeping(home, program: "stoke", isLasting: true)
        defer { claim.giveUp() }
        let store = try Blocking.wait { try await Self.openStore(of: home, claimedBy: claim) }
        let transport = try OpenHome.transport()
        let keeper = LocalKeeper(
            store: store, endpoints: FolderEndpoints(EndpointFolder(at: home.endpointsFolder)),
            client: HTTPAuthClient(transport: transport), claim: claim)
        let unusable = try Blocking.wait {
            do {
                let unusable = try await keeper.load()
                await keeper.start()
                return unusable
            } catch {
                await transport.shutdown()
                throw error
            }
        }
        let options = screen.options(warnings: unusable.map(\.error.description))
        try FullScreen.run(keeper: keeper, options: options) { await transport.shutdown() }
    }

    /// A key command opens the vault here; a passphrase is asked for on the screen, and the home taken after it.
    ///
    /// The first run makes the vault.
    private static func openStore(of home: Home, claimedBy claim: HomeKeeping) async throws -> LocalKeeper.StoreAccess {
        // Who keeps the home is known before anything is asked, and nothing is held meanwhile.
        try await claim.take()
        claim.giveUp()
        let file = home.vault
        let opening: LocalKeeper.StoreOpening = { (passphrase) throws(KeeperError) in
            do throws(VaultError) { return try file.open(passphrase: passphrase) } catch { throw KeeperError(error) }
        }
        let opened: any SessionStore
        let isNew = !file.isPresent
        if isNew {
            Console.note("Stoke keeps tokens in an encrypted vault. Choose a passphrase for it.")
            opened = try file.create(key: await VaultKeyOptions.askPassphrase())
        } else if case .passphrase = try file.keySource() {
            return .locked(opening)
        } else {
            opened = try await OpenHome.openVault(of: home, checking: .pages)
        }
        try await claim.take()
        return .open(opened, reopening: isNew ? opening : nil)
    }
}

extension KeeperError {
    /// What a vault that does not open comes to.
    ///
    /// On the screen a wrong passphrase is asked for again, while anything else is told.
    fileprivate init(_ error: VaultError) {
        let code: Code =
            switch error.code {
            case .wrongPassphrase: .wrongPassphrase
            case .locked, .missing, .keyCommandFailed: .vaultLocked
            default: .failed
            }
        self.init(code, error.message, cause: error)
    }
}
