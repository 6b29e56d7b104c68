import Crypto
package import Foundation
import GRDB
import Home
import Records
package import SMART

/// The vault of a home as a file: made, looked at and opened here, used through ``SQLiteSessionStore``.
package struct VaultFile: Hashable, Sendable {
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

    /// - Parameters:
    ///   - url: the vault's file.
    ///   - memory: where it is remembered which key command the person chose; by `nil` beside the vault.
    package init(at url: URL, memory: URL? = nil) {
        self.url = url
        self.memory = KeyCommandMemory(file: memory ?? URL(fileURLWithPath: url.path + ".known"))
    }

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
        try open(readOnly: false, checking: .pages) { passphrase }
    }

    /// Opens the vault only to look, also while a keeper of another process writes to it.
    ///
    /// Writing throws `readOnly`.
    ///
    /// - Parameter passphrase: not needed where a key command opens the vault.
    /// - Returns: the vault, unlocked.
    /// - Throws: what ``open(passphrase:)`` throws.
    package func openReadOnly(passphrase: Redacted? = nil) throws(VaultError) -> SQLiteSessionStore {
        try open(readOnly: true, checking: .form) { passphrase }
    }

    /// Opens the vault.
    ///
    /// - Parameters:
    ///   - readOnly: whether it is only looked at.
    ///   - check: how closely to look at it first.
    ///   - askPassphrase: called only where no key command opens the vault.
    /// - Returns: the vault, unlocked.
    /// - Throws: what ``open(passphrase:)`` throws, and what `askPassphrase` throws.
    package func open(
        readOnly: Bool, checking check: Check, askingForPassphrase askPassphrase: () throws(VaultError) -> Redacted?
    ) throws(VaultError) -> SQLiteSessionStore {
        let database = try connect(readOnly: readOnly, checking: check)
        let envelope = try envelope(in: database)
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
        return SQLiteSessionStore(database, key: key, file: self)
    }

    /// Whether a passphrase or a key command opens the vault, told without unlocking it.
    ///
    /// - Throws: ``VaultError`` with `missing`, `fromTheFuture`, `file` or `store`.
    package func keySource() throws(VaultError) -> VaultKeySource.Kind {
        try envelope(in: connect(readOnly: true, checking: .form)).kind
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
