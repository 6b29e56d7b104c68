import GRDB
import Records

/// The tables of a vault, and how one is told from other files.
///
/// In the clear are names of sessions and endpoints and what is needed to derive the key. All else is sealed, times and the
/// event log too.
enum VaultSchema {
    /// SQLite's `application_id`: “Stok”.
    static let applicationID = 0x5374_6F6B
    /// SQLite's `user_version`: how many migrations there are.
    static var version: Int { migrator.migrations.count }

    /// The way from an empty file, or an older vault, to the tables of this program.
    ///
    /// A migration that has been released is not changed: vaults have gone through it.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 sessions") { db in
            try db.execute(
                sql: """
                    CREATE TABLE key_envelope (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        command TEXT,
                        scrypt_rounds INTEGER NOT NULL,
                        scrypt_block_size INTEGER NOT NULL,
                        scrypt_parallelism INTEGER NOT NULL,
                        salt BLOB NOT NULL,
                        sealed_key BLOB NOT NULL
                    ) STRICT;

                    -- The rotation mark lies in the row of the token that it is about: one statement stores the new pair
                    -- and clears the mark.
                    CREATE TABLE session (
                        name TEXT PRIMARY KEY,
                        access_token BLOB,
                        refresh_token BLOB,
                        id_token BLOB,
                        details BLOB NOT NULL,
                        rotation_mark BLOB
                    ) STRICT;

                    CREATE TABLE client (
                        endpoint TEXT PRIMARY KEY,
                        secret BLOB NOT NULL
                    ) STRICT;

                    CREATE TABLE log (
                        id INTEGER PRIMARY KEY,
                        entry BLOB NOT NULL
                    ) STRICT;

                    PRAGMA application_id = \(applicationID);
                    PRAGMA user_version = 1;
                    """)
        }
        migrator.registerMigration("2 hand-offs and place") { db in
            try db.execute(
                sql: """
                    -- Hand-offs have a log of their own, that nothing else can push out; `after` is the number of the
                    -- entry of the other log that they follow.
                    CREATE TABLE hand_off (
                        id INTEGER PRIMARY KEY,
                        after INTEGER NOT NULL,
                        entry BLOB NOT NULL
                    ) STRICT;

                    -- Where the vault lies and how often a refresh token was marked: what tells a copy.
                    CREATE TABLE place (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        sealed BLOB NOT NULL
                    ) STRICT;

                    PRAGMA user_version = 2;
                    """)
        }
        migrator.registerMigration("3 unread answers") { db in
            try db.execute(
                sql: """
                    -- What was answered to a token request and nobody could read; also without a row of the session.
                    CREATE TABLE unread_answer (
                        session TEXT NOT NULL,
                        number INTEGER NOT NULL,
                        answer BLOB NOT NULL,
                        PRIMARY KEY (session, number)
                    ) STRICT;

                    PRAGMA user_version = 3;
                    """)
        }
        return migrator
    }

    /// Makes sure that the file is a vault and not newer than this program, before anything is written to it.
    ///
    /// - Returns: whether its tables are those of this program, so that there is nothing to migrate.
    /// - Throws: ``StoreError`` with `damaged`; ``VaultError`` with `fromTheFuture`.
    static func verify(_ db: Database, path: String, checking check: VaultFile.Check) throws -> Bool {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.damaged(path, "it does not bear Stoke's mark")
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard try found <= version && !migrator.hasBeenSuperseded(db) else {
            throw VaultError(
                .fromTheFuture,
                "\(path) was written by a newer Stoke than this one, which leaves it as it is; update Stoke")
        }
        if check == .pages {
            let complaint = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
            guard complaint == "ok" else { throw StoreError.damaged(path, complaint) }
        }
        return found == version
    }
}
