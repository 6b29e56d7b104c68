import Foundation
import GRDB
import Home
import Records

/// A vault's file, opened.
struct VaultConnection: Sendable {
    let database: DatabaseQueue
    /// As whom it was opened, be that possible now or not.
    var role: VaultFile.Role
    /// Why `database` is an image in memory and not the file itself; `nil` where it is the file.
    var obstacle: StoreError?
}

extension VaultFile {
    /// Connects to the file, once it was seen to be a vault that is its owner's alone.
    ///
    /// Where there is no room or no permission for the files that SQLite wants beside it, an image of it is read.
    ///
    /// - Throws: ``VaultError`` with `missing`, `fromTheFuture`, `file` or `store`.
    func connect(as role: Role, checking check: Check) throws(VaultError) -> VaultConnection {
        guard isPresent else {
            throw VaultError(.missing, "there is no vault at \(url.path); make one: stoke vault init")
        }
        return try VaultError.wording(url.path) {
            try Privacy.checkFolder(url.deletingLastPathComponent())
            for file in [url] + sideFiles where FileManager.default.fileExists(atPath: file.path) {
                try Privacy.checkFile(file)
            }
            do throws(StoreError) {
                return VaultConnection(
                    database: try fileItself(readOnly: role == .looker, checking: check), role: role)
            } catch {
                guard error.code.mayLeaveTheFileReadable else { throw error.cause as? VaultError ?? error }
                let image = try image()
                _ = try image.read { try VaultSchema.verify($0, path: url.path, checking: check) }
                return VaultConnection(database: image, role: role, obstacle: error)
            }
        }
    }

    private func fileItself(readOnly: Bool, checking check: Check) throws(StoreError) -> DatabaseQueue {
        do {
            let database = try DatabaseQueue(path: url.path, configuration: Self.configuration(readOnly: readOnly))
            let isCurrent = try database.read { db in
                try StoreError.naming(url.path, db) { try VaultSchema.verify(db, path: url.path, checking: check) }
            }
            if !readOnly {
                if !isCurrent { try VaultSchema.migrator.migrate(database) }
                try database.writeWithoutTransaction { db in
                    try StoreError.naming(url.path, db) { try writeAheadLog(db) }
                }
            }
            return database
        } catch let error as VaultError {
            throw StoreError(.damaged, error.message, cause: error)
        } catch {
            throw StoreError(error, path: url.path)
        }
    }

    /// How each connection is set up.
    ///
    /// A commit is synced, what is deleted is overwritten, and a schema that was tampered with gets no unsafe function
    /// to run. A writer of another process is waited for, a second at most.
    static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        // A keeper's queue waits this long with it; whoever has more patience tries again.
        configuration.busyMode = .timeout(1)
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
    /// A rollback journal lets one reader of another process (`stoke status`) hold up the commit that stores a rotated refresh
    /// token; here readers and the writer never wait for each other. And with `synchronous=FULL` a commit is one fsync of the
    /// log and then durable, where a rollback journal commits by unlinking a file, which FULL does not sync: after a power cut
    /// the old journal may be back, and with it the old token.
    private func writeAheadLog(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError(
                .refused, "\(url.path) lies on a disk that SQLite cannot use safely; move the home elsewhere")
        }
    }
}

extension StoreError.Code {
    /// Whether the vault may be read all the same, without SQLite's files beside it.
    fileprivate var mayLeaveTheFileReadable: Bool {
        switch self {
        case .full, .unwritable, .readOnly, .refused: true
        case .locked, .damaged, .damagedRow, .leftToKeeper, .busy, .noSuchSession, .unencodable: false
        }
    }
}
