import AuthCore
import EndpointFiles
import Foundation
import Home
import Records
import SMART
import Sessions
import Vault

/// The person's home, opened for one command: its vault and a keeper over it.
struct OpenHome {
    /// Its folders.
    let home: Home
    /// Over the vault; it has read what the command is about, and renews nothing by itself.
    let keeper: LocalKeeper
    /// What the keeper talks to servers with, for a second keeper over the same home.
    let client: HTTPAuthClient
    /// Reads from FHIR servers, for `stoke get`.
    let reader: FHIRReader
    /// Whether this process keeps the home; otherwise another one does, and renews its sessions.
    let isKeeper: Bool

    /// How much of a home a command is about: no more is read.
    enum Part {
        /// One session and its endpoint: nothing else is decrypted or parsed, for a command that scripts run all day.
        case session(SessionID)
        /// Everything; what is wrong with an endpoint's file is told.
        case everything
    }

    /// Finds the home by the environment, and makes its folders where they are missing.
    ///
    /// - Throws: ``HomeError`` with `noHome`, or with `unsafePermissions` where others can read or change it.
    static func locate() throws -> Home {
        let home = try Home(environment: ProcessInfo.processInfo.environment)
        try home.prepare()
        return home
    }

    /// Runs `work` as the home's keeper, then waits for what is in flight.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother` where another process keeps the home; what is wrong with the endpoint's
    ///   file.
    static func asKeeper<Result>(
        program: String, of part: Part, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        let home = try locate()
        let lock = try home.lock(program: program)
        defer { lock.release() }
        return try await open(home, over: try openVault(of: home, as: .keeper), isKeeper: true) { opened in
            try await opened.load(part)
            return try await work(opened)
        }
    }

    /// Runs `work` as the home's keeper, or beside the one there is: tokens that are still valid can be handed out then,
    /// renewing is left to the other.
    static func asKeeperOrBeside<Result>(
        program: String, of part: Part, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        do {
            return try await asKeeper(program: program, of: part, work)
        } catch let error as HomeError where error.code.leavesItReadable {
            let home = try locate()
            let store = try guestStore(of: home, because: error)
            return try await open(home, over: store, isKeeper: false) { opened in
                try await opened.load(part)
                return try await work(opened)
            }
        }
    }

    /// The vault as somebody may use it who is not its keeper.
    private static func guestStore(of home: Home, because refusal: HomeError) throws(VaultError) -> GuestStore {
        guard refusal.code == .heldByAnother else {
            return GuestStore(
                try openVault(of: home, as: .looker), unkeepable: refusal.message, cause: refusal)
        }
        return GuestStore(try openVault(of: home, as: .guest), keptBy: home.keeper?.description ?? "another process")
    }

    /// Runs `work` over what the vault holds, only to look: also while a keeper runs.
    static func looking<Result>(_ work: (LookedHome) async throws -> Result) async throws -> Result {
        let home = try locate()
        let vault = home.vault.isPresent ? try openVault(of: home, as: .looker) : nil
        return try await open(home, over: vault ?? MemorySessionStore(), isKeeper: false) { opened in
            for unusable in try await opened.keeper.load() { Console.error(unusable.error.description) }
            return try await work(LookedHome(opened, vault: vault))
        }
    }

    /// Opens what a command needs, runs it, and closes all of it in every case: answers on their way are waited for and
    /// stored.
    private static func open<Result>(
        _ home: Home, over store: any SessionStore, isKeeper: Bool, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        let transport = try transport()
        let client = HTTPAuthClient(transport: transport)
        let keeper = keeper(of: home, over: store, client: client)
        await keeper.tellWaits { Console.error($0) }
        let outcome: Swift.Result<Result, any Error>
        do {
            let opened = OpenHome(
                home: home, keeper: keeper, client: client, reader: FHIRReader(transport: transport), isKeeper: isKeeper
            )
            outcome = .success(try await work(opened))
        } catch {
            outcome = .failure(error)
        }
        await keeper.finish()
        await LastAnswers.stay(until: keeper)
        await transport.shutdown()
        store.close()
        return try outcome.get()
    }

    /// Reads what the command is about.
    ///
    /// - Throws: what is wrong with that; what is wrong with other endpoints is no concern of the command.
    private func load(_ part: Part) async throws {
        switch part {
        case .session(let id): try await keeper.load(only: id)
        case .everything:
            for unusable in try await keeper.load() { Console.error(unusable.error.description) }
        }
    }

    /// A keeper that has read nothing yet, over an open store that it cannot lock.
    static func keeper(of home: Home, over store: any SessionStore, client: any AuthClient) -> LocalKeeper {
        LocalKeeper(
            store: .open(store), endpoints: FolderEndpoints(EndpointFolder(at: home.endpointsFolder)), client: client)
    }

    /// The way to every server, trusting the certificates in `STOKE_CA_FILE` too.
    ///
    /// - Throws: where that file cannot be read, or holds no certificate.
    static func transport() throws -> AsyncHTTPTransport {
        try AsyncHTTPTransport(certificateAuthorities: ProcessInfo.processInfo.environment["STOKE_CA_FILE"])
    }

    /// Opens the vault: by its key command, or by asking the person where there is one.
    ///
    /// - Parameters:
    ///   - home: whose.
    ///   - role: who opens it; all but its keeper may while another process keeps the home.
    /// - Returns: the vault, unlocked.
    /// - Throws: ``VaultError``; with `locked` where a passphrase is needed and nobody is here to ask.
    static func openVault(of home: Home, as role: VaultFile.Role) throws(VaultError) -> SQLiteSessionStore {
        try home.vault.open(as: role, checking: .form) { () throws(VaultError) in
            try askPassphrase(of: home)
        }
    }

    /// Asks at the terminal, and at nothing else: a passphrase is never taken from a pipe.
    private static func askPassphrase(of home: Home) throws(VaultError) -> Redacted {
        guard Console.isInteractive, let passphrase = Console.askSecret("Passphrase of the vault: ") else {
            throw VaultError(
                .locked,
                "\(home.vault.url.path) is locked and nobody is here to ask; run this in a terminal, "
                    + "or let a command unlock it: stoke vault rekey --key-command 'COMMAND'")
        }
        return passphrase
    }
}

extension HomeError.Code {
    /// Whether the home may be read all the same by one who cannot keep it.
    fileprivate var leavesItReadable: Bool {
        switch self {
        case .heldByAnother, .full, .unwritable: true
        case .missing, .alreadyExists, .unsafePermissions, .noHome, .refused: false
        }
    }
}
