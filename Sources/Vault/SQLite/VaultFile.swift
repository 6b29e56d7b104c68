import Crypto
package import Foundation
import GRDB
import Home
import Records
package import SMART

/// The vault of a home as a file: made, looked at and opened here, used through ``SQLiteSessionStore``.
package struct VaultFile: Hashable, Sendable {
    /// Who opens a vault.
    package enum Role: Hashable, Sendable {
        /// The home's keeper, which holds its lock: it alone takes up what was put beside the vault.
        case keeper
        /// Somebody beside the keeper who writes what is not the keeper's alone: hand-offs, client secrets.
        case guest
        /// Somebody who writes nothing.
        case looker
    }

    /// How closely a vault is looked at when it is opened.
    package enum Check: Hashable, Sendable {
        /// That it is a vault, and not a newer Stoke's.
        case form
        /// That every page is whole, too: for its keeper's start. It reads the whole file.
        case pages
    }

    /// Where the vault is, or will be.
    package let url: URL
    let memory: KeyCommandMemory
    /// The file that tells a copy of this vault from the vault itself.
    private let countFile: URL

    /// - Parameters:
    ///   - url: the vault's file.
    ///   - memory: where it is remembered which key command the person chose; by `nil` beside the vault.
    ///   - countFile: where the marks are counted outside of it; beside it by `nil`.
    package init(at url: URL, memory: URL? = nil, countingIn countFile: URL? = nil) {
        self.url = url
        self.memory = KeyCommandMemory(file: memory ?? URL(fileURLWithPath: url.path + ".known"))
        self.countFile = countFile ?? URL(fileURLWithPath: url.path + "-marks")
    }

    var markCount: MarkCount { MarkCount(url: countFile) }

    /// Whether there is a file of that name; what it is, only opening it tells.
    package var isPresent: Bool {
        FileManager.default.fileExists(atPath: url.path)
    }

    /// Opens the vault to read and write, whole as its keeper wants it.
    ///
    /// - Parameter passphrase: not needed where a key command opens the vault.
    /// - Returns: the vault, unlocked.
    /// - Throws: ``VaultError`` with `missing`, `locked` (a passphrase is needed and none was given), `wrongPassphrase`,
    ///   `keyCommandFailed`, `unknownKeyCommand`, `fromTheFuture`, `file` or `store`.
    package func open(passphrase: Redacted? = nil) throws(VaultError) -> SQLiteSessionStore {
        try open(as: .keeper, checking: .pages) { passphrase }
    }

    /// Opens the vault only to look, also while a keeper of another process writes to it.
    ///
    /// Writing throws `readOnly`.
    ///
    /// - Parameter passphrase: not needed where a key command opens the vault.
    /// - Returns: the vault, unlocked.
    /// - Throws: what ``open(passphrase:)`` throws.
    package func openReadOnly(passphrase: Redacted? = nil) throws(VaultError) -> SQLiteSessionStore {
        try open(as: .looker, checking: .form) { passphrase }
    }

    /// Opens the vault.
    ///
    /// - Parameters:
    ///   - role: who opens it.
    ///   - check: how closely to look at it first.
    ///   - askPassphrase: called only where no key command opens the vault.
    /// - Returns: the vault, unlocked.
    /// - Throws: what ``open(passphrase:)`` throws, and what `askPassphrase` throws.
    package func open(
        as role: Role, checking check: Check, askingForPassphrase askPassphrase: () throws(VaultError) -> Redacted?
    ) throws(VaultError) -> SQLiteSessionStore {
        let connection = try connect(as: role, checking: check)
        let envelope = try envelope(in: connection.database)
        let source: VaultKeySource
        switch envelope.kind {
        case .command(let text):
            try requireTrust(in: envelope)
            source = .command(text)
        case .passphrase:
            guard let passphrase = try askPassphrase() else {
                throw VaultError(.locked, "\(url.path) is locked and needs its passphrase: stoke vault unlock")
            }
            source = .passphrase(passphrase)
        }
        let key = try envelope.open(with: source, path: url.path)
        return SQLiteSessionStore(connection, key: key, of: self)
    }

    /// Whether a passphrase or a key command opens the vault, told without unlocking it.
    ///
    /// - Throws: ``VaultError`` with `missing`, `fromTheFuture`, `file` or `store`.
    package func keySource() throws(VaultError) -> VaultKeySource.Kind {
        try envelope(in: connect(as: .looker, checking: .form).database).kind
    }

    func envelope(in database: DatabaseQueue) throws(VaultError) -> KeyEnvelope {
        try VaultError.wording(url.path) {
            try database.read { try KeyEnvelope(from: $0, path: url.path) }
        }
    }

    /// SQLite gives each of these the mode of the vault itself.
    var sideFiles: [URL] {
        ["-wal", "-shm", "-journal"].map { URL(fileURLWithPath: url.path + $0) }
    }
}

extension VaultError {
    /// Runs work on the vault at `path` and puts what fails in words.
    static func wording<Value>(_ path: String, _ work: () throws -> Value) throws(VaultError) -> Value {
        do {
            return try work()
        } catch let error as VaultError {
            throw error
        } catch let error as HomeError {
            throw VaultError(error)
        } catch {
            throw VaultError(StoreError(error, path: path))
        }
    }
}
