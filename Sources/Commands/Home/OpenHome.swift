import AuthCore
import EndpointFiles
import Foundation
import Home
import Records
import SMART
import Sessions
import Vault

/// The person's home, opened for one command: its vault and a keeper over it.
///
/// The vault is opened first, which may ask a person; then the home is taken, and only then sessions are read. So no lock is
/// held while a person is asked, and what is read is what no other process changes any more.
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
        /// Everything; where something is wrong with this endpoint's file, the command ends with it.
        case endpoint(String)
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
    /// A home that another process keeps for a moment is waited for.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother` where another process keeps the home; what is wrong with the endpoint's
    ///   file.
    static func asKeeper<Result>(
        program: String, of part: Part, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        try await HomeOpening.ofVault { opening in
            let lock = try await opening.home.lock(program: program, within: Home.patience)
            defer { lock.release() }
            return try await opening.run(over: opening.store, isKeeper: true) { opened in
                try await opened.load(part)
                return try await work(opened)
            }
        }
    }

    /// Runs `work` over a home that it becomes the keeper of at the end, for what a sign-in brings: while a person signs in,
    /// other commands go on, and whoever keeps the home renews.
    ///
    /// - Throws: ``HomeError`` with `heldByAnother` where another process keeps the home; what is wrong with the endpoint's
    ///   file.
    static func asKeeperAtTheEnd<Result>(
        program: String, of part: Part, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        try await HomeOpening.ofVault { opening in
            // Who keeps it for long is known before the person goes to the browser.
            try await opening.home.lock(program: program, within: Home.patience).release()
            let claim = HomeKeeping(opening.home, program: program, patience: .seconds(30))
            defer { claim.giveUp() }
            return try await opening.run(over: opening.store, isKeeper: true, claim: claim) { opened in
                try await opened.load(part)
                return try await work(opened)
            }
        }
    }

    /// Runs `work` over what the vault holds, only to look: also while a keeper runs.
    static func looking<Result>(_ work: (LookedHome) async throws -> Result) async throws -> Result {
        let home = try locate()
        let vault = home.vault.isPresent ? try await openVault(of: home, readOnly: true) : nil
        return try await HomeOpening.with(home, store: vault ?? MemorySessionStore()) { opening in
            try await opening.run(over: opening.store, isKeeper: false) { opened in
                for unusable in try await opened.keeper.load() { Console.error(unusable.error.description) }
                return try await work(LookedHome(opened, vault: vault))
            }
        }
    }

    /// Reads what the command is about.
    ///
    /// - Throws: what is wrong with that; what is wrong with other endpoints is no concern of the command.
    func load(_ part: Part) async throws {
        switch part {
        case .session(let id): try await keeper.load(only: id)
        case .endpoint(let name):
            let unusable = try await keeper.load()
            if let error = unusable.first(where: { $0.name == name })?.error { throw error }
        }
    }

    /// A keeper that has read nothing yet, over an open store that it cannot lock.
    static func keeper(
        of home: Home, over store: any SessionStore, client: any AuthClient, claim: (any HomeClaim)? = nil
    ) -> LocalKeeper {
        LocalKeeper(
            store: .open(store), endpoints: FolderEndpoints(EndpointFolder(at: home.endpointsFolder)), client: client,
            claim: claim)
    }

    /// The way to every server, trusting the certificates in `STOKE_CA_FILE` too.
    ///
    /// - Throws: where that file cannot be read, or holds no certificate.
    static func transport() throws -> AsyncHTTPTransport {
        try AsyncHTTPTransport(certificateAuthorities: ProcessInfo.processInfo.environment["STOKE_CA_FILE"])
    }
}
