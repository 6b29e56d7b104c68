import Crypto
package import Foundation
import GRDB
package import SMART

/// The vault of a home as a file: made, looked at and opened here, used through ``SQLiteSessionStore``.
package struct VaultFile: Hashable, Sendable {
    package let url: URL

    package init(at url: URL) {
        self.url = url
    }

    package var isPresent: Bool {
        FileManager.default.fileExists(atPath: url.path)
    }

    /// Makes an empty vault and opens it.
    ///
    /// The file appears whole and under its name in one step, so that a process that dies here leaves no half a vault.
    ///
    /// - Parameter cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Throws: ``VaultError`` with `alreadyExists`, `unusableKey`, `keyCommandFailed`, `unsafePermissions` or `disk`.
    package func create(key source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError)
        -> SQLiteSessionStore
    {
        let folder = url.deletingLastPathComponent()
        try Privacy.makeFolder(folder)
        try Privacy.checkFolder(folder)
        guard !isPresent else {
            throw VaultError(.alreadyExists, "\(url.path) is already there; open it, or move it away first")
        }
        let dataKey = SymmetricKey(size: .bits256)
        let envelope = try KeyEnvelope(sealing: dataKey, under: source, cost: cost ?? source.cost)
        let temporary = DurableFile.temporary(besides: url)
        defer { unsafe unlink(temporary.path) }
        try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW).sync()
        try VaultError.wording(url.path) {
            let database = try DatabaseQueue(path: temporary.path, configuration: Self.configuration(readOnly: false))
            try VaultSchema.migrator.migrate(database)
            try database.write { try envelope.save($0) }
            try database.close()
        }
        // SQLite would replay what a vault of that name, since removed, left behind.
        for sideFile in sideFiles { unsafe unlink(sideFile.path) }
        try DurableFile.publish(temporary, as: url)
        try DurableFile.syncFolder(of: url)
        return SQLiteSessionStore(try connect(readOnly: false), key: dataKey, path: url.path)
    }

    /// Opens the vault for its keeper.
    ///
    /// - Parameter passphrase: not needed where a key command opens the vault.
    /// - Throws: ``VaultError`` with `missing`, `locked` (a passphrase is needed and none was given), `wrongPassphrase`,
    ///   `keyCommandFailed`, `unsafePermissions`, `fromTheFuture`, `corrupt` or `disk`.
    package func open(passphrase: Redacted? = nil) throws(VaultError) -> SQLiteSessionStore {
        try open(passphrase: passphrase, readOnly: false)
    }

    /// Opens the vault only to look, also while a keeper of another process writes to it.
    ///
    /// Writing throws `readOnly`.
    ///
    /// - Throws: what ``open(passphrase:)`` throws.
    package func openReadOnly(passphrase: Redacted? = nil) throws(VaultError) -> SQLiteSessionStore {
        try open(passphrase: passphrase, readOnly: true)
    }

    /// Whether a passphrase or a key command opens the vault, told without unlocking it.
    ///
    /// - Throws: ``VaultError`` with `missing`, `unsafePermissions`, `fromTheFuture`, `corrupt` or `disk`.
    package func keySource() throws(VaultError) -> VaultKeySource.Kind {
        try envelope(in: connect(readOnly: true)).kind
    }

    private func open(passphrase: Redacted?, readOnly: Bool) throws(VaultError) -> SQLiteSessionStore {
        let database = try connect(readOnly: readOnly)
        let envelope = try envelope(in: database)
        let source: VaultKeySource
        switch envelope.kind {
        case .command(let text):
            source = .command(text)
        case .passphrase:
            guard let passphrase else {
                throw VaultError(.locked, "\(url.path) is locked and needs its passphrase: stoke vault unlock")
            }
            source = .passphrase(passphrase)
        }
        let key = try envelope.open(with: source, path: url.path)
        return SQLiteSessionStore(database, key: key, path: url.path)
    }

    private func envelope(in database: DatabaseQueue) throws(VaultError) -> KeyEnvelope {
        try VaultError.wording(url.path) {
            try database.read { try KeyEnvelope(from: $0, path: url.path) }
        }
    }

    private func connect(readOnly: Bool) throws(VaultError) -> DatabaseQueue {
        guard isPresent else {
            throw VaultError(.missing, "there is no vault at \(url.path); make one: stoke vault init")
        }
        try Privacy.checkFolder(url.deletingLastPathComponent())
        for file in [url] + sideFiles where FileManager.default.fileExists(atPath: file.path) {
            try Privacy.checkFile(file)
        }
        return try VaultError.wording(url.path) {
            let database = try DatabaseQueue(path: url.path, configuration: Self.configuration(readOnly: readOnly))
            try database.read { try VaultSchema.verify($0, path: url.path) }
            if !readOnly {
                try VaultSchema.migrator.migrate(database)
                try database.writeWithoutTransaction { try writeAheadLog($0) }
            }
            return database
        }
    }

    /// SQLite gives each of these the mode of the vault itself.
    private var sideFiles: [URL] {
        ["-wal", "-shm", "-journal"].map { URL(fileURLWithPath: url.path + $0) }
    }

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA trusted_schema = OFF;
                    """)
        }
        return configuration
    }

    /// Write-ahead, for two reasons.
    ///
    /// A rollback journal lets one reader of another process (`stoke status`) hold up the commit that stores a rotated
    /// refresh token; here readers and the writer never wait for each other. And with `synchronous=FULL` a commit is
    /// one fsync of the log and then durable, where a rollback journal commits by unlinking a file, which FULL does not
    /// sync: after a power cut the old journal may be back, and with it the old token.
    private func writeAheadLog(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw VaultError(
                .disk, "\(url.path) lies on a disk that SQLite cannot use safely; move the home elsewhere")
        }
    }
}
