import Foundation
import GRDB
import Home
import Records

extension VaultFile {
    /// Connects to the file, once it was seen to be a vault that is its owner's alone.
    ///
    /// - Throws: ``VaultError`` with `missing`, `fromTheFuture`, `file` or `store`.
    func connect(readOnly: Bool, checking check: Check) throws(VaultError) -> DatabaseQueue {
        guard isPresent else {
            throw VaultError(.missing, "there is no vault at \(url.path); make one: stoke vault init")
        }
        return try VaultError.wording(url.path) {
            try Privacy.checkFolder(url.deletingLastPathComponent())
            for file in [url] + sideFiles where FileManager.default.fileExists(atPath: file.path) {
                try Privacy.checkFile(file)
            }
            let database = try DatabaseQueue(path: url.path, configuration: Self.configuration(readOnly: readOnly))
            let isCurrent = try database.read { try VaultSchema.verify($0, path: url.path, checking: check) }
            if !readOnly {
                if !isCurrent { try VaultSchema.migrator.migrate(database) }
                try database.writeWithoutTransaction { try writeAheadLog($0) }
            }
            return database
        }
    }

    /// How each connection is set up.
    ///
    /// A commit is synced, what is deleted is overwritten, and a schema that was tampered with gets no unsafe function
    /// to run. A writer of another process is waited for, 5 seconds at most.
    static func configuration(readOnly: Bool) -> Configuration {
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
