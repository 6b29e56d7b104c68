import AuthCore
import Foundation
import SMART
import Sessions
import Vault

/// The person's home, opened for one command: its vault and a keeper over it.
struct OpenHome {
    let home: Home
    let keeper: LocalKeeper
    let client: HTTPAuthClient
    /// Reads from FHIR servers, for `stoke get`.
    let reader: FHIRReader
    private let store: any SessionStore
    /// Whether this process keeps the home; otherwise another one does, and renews its sessions.
    let isKeeper: Bool

    static func locate() throws -> Home {
        let home = try Home(environment: ProcessInfo.processInfo.environment)
        try home.prepare()
        return home
    }

    /// Runs `work` as the home's keeper, then waits for what is in flight.
    ///
    /// - Parameter name: the endpoint that it is about.
    /// - Throws: ``VaultError`` with `heldByAnother` where another process keeps the home; what is wrong with the endpoint's
    ///   file.
    static func asKeeper<Result>(
        program: String, endpoint name: String, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        let home = try locate()
        let lock = try home.lock(program: program)
        defer { lock.release() }
        return try await open(home, over: try openVault(of: home), isKeeper: true) { opened, failures in
            if let failure = failures.first(where: { $0.name == name }) { throw failure }
            return try await work(opened)
        }
    }

    /// Runs `work` as the home's keeper, or beside the one there is: tokens that are still valid can be handed out then,
    /// renewing is left to the other.
    static func asKeeperOrBeside<Result>(
        program: String, endpoint name: String, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        do {
            return try await asKeeper(program: program, endpoint: name, work)
        } catch let error as VaultError where error.code == .heldByAnother {
            let home = try locate()
            let keeper = home.keeper?.description ?? "another process"
            let refusal = VaultError(
                .heldByAnother, "the token has to be renewed first, which is left to \(keeper)")
            let store = GuestStore(try openVault(of: home), refusal: refusal)
            return try await open(home, over: store, isKeeper: false) { opened, failures in
                if let failure = failures.first(where: { $0.name == name }) { throw failure }
                return try await work(opened)
            }
        }
    }

    /// Runs `work` over what the vault holds, only to look: also while a keeper runs.
    static func looking<Result>(_ work: (OpenHome) async throws -> Result) async throws -> Result {
        let home = try locate()
        let store: any SessionStore =
            home.vault.isPresent ? try openVault(of: home, readOnly: true) : MemorySessionStore()
        return try await open(home, over: store, isKeeper: false) { opened, failures in
            for failure in failures { Console.error(failure.description) }
            return try await work(opened)
        }
    }

    private static func open<Result>(
        _ home: Home, over store: any SessionStore, isKeeper: Bool,
        _ work: (OpenHome, [EndpointFileError]) async throws -> Result
    ) async throws -> Result {
        let transport = try transport()
        let client = HTTPAuthClient(transport: transport)
        let keeper = Self.keeper(of: home, over: store, client: client)
        let outcome: Swift.Result<Result, any Error>
        do {
            let failures = try await keeper.load()
            let opened = OpenHome(
                home: home, keeper: keeper, client: client, reader: FHIRReader(transport: transport), store: store,
                isKeeper: isKeeper)
            outcome = .success(try await work(opened, failures))
        } catch {
            outcome = .failure(error)
        }
        await keeper.finish()
        await transport.shutdown()
        return try outcome.get()
    }

    private static func keeper(of home: Home, over store: any SessionStore, client: HTTPAuthClient) -> LocalKeeper {
        LocalKeeper(vault: .open(store), endpoints: EndpointFolder(at: home.endpointsFolder), client: client)
    }

    /// What the endpoint files and the vault hold by now, whoever changed them.
    func lookAgain() async throws -> LocalKeeper {
        let keeper = Self.keeper(of: home, over: store, client: client)
        try await keeper.load()
        return keeper
    }

    /// The way to every server, trusting the certificates in `STOKE_CA_FILE` too.
    static func transport() throws -> AsyncHTTPTransport {
        try AsyncHTTPTransport(certificateAuthorities: ProcessInfo.processInfo.environment["STOKE_CA_FILE"])
    }

    /// Opens the vault: by its key command, or by asking the person where there is one.
    static func openVault(of home: Home, readOnly: Bool = false) throws -> SQLiteSessionStore {
        let passphrase = try home.vault.keySource() == .passphrase ? try askPassphrase(of: home) : nil
        return try readOnly ? home.vault.openReadOnly(passphrase: passphrase) : home.vault.open(passphrase: passphrase)
    }

    private static func askPassphrase(of home: Home) throws -> Redacted {
        guard Console.isInteractive, let passphrase = Console.askSecret("Passphrase of the vault: ") else {
            throw VaultError(
                .locked,
                "\(home.vault.url.path) is locked and nobody is here to ask; run this in a terminal, "
                    + "or let a command unlock it: stoke vault rekey --key-command 'COMMAND'")
        }
        return passphrase
    }
}
