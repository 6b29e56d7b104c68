import Crypto
import Foundation
import GRDB
package import Records
package import SMART
import Synchronization

/// The sessions of a home in its encrypted vault, unlocked.
///
/// Made by ``VaultFile``. Every call throws ``StoreError``: `damaged` where a sealed field does not open, `readOnly` where the
/// vault was opened only to look, `locked` after ``close()``, `busy`, `full`, `refused`. Calls block on the disk.
package final class SQLiteSessionStore: SessionStore {
    /// What only an unlocked vault has.
    struct Unlocked {
        let database: DatabaseQueue
        let cells: SealedCells
    }

    private let unlocked: Mutex<Unlocked?>
    private let path: String
    private let file: VaultFile
    private let laterSync: LaterSync

    /// The store of a vault that is connected and whose data key is known.
    init(_ database: DatabaseQueue, key: SymmetricKey, file: VaultFile) {
        let path = file.url.path
        self.file = file
        let cells = SealedCells(sealer: CellSealer(key: key), path: path)
        self.unlocked = Mutex(Unlocked(database: database, cells: cells))
        self.path = path
        laterSync = LaterSync(of: URL(fileURLWithPath: path + "-wal"))
    }

    /// Forgets the key and closes the file, after the calls that are under way.
    ///
    /// Every later call throws `locked`.
    package func close() {
        laterSync.finish()
        // GRDB's own `close` would crash a call that got hold of the connection before it and uses it after.
        unlocked.withLock { $0 = nil }
    }

    /// - Throws: ``StoreError`` with `locked` after ``close()``.
    func requireUnlocked() throws(StoreError) -> Unlocked {
        guard let unlocked = unlocked.withLock({ $0 }) else {
            throw StoreError(.locked, "\(path) is locked; unlock it: stoke vault unlock")
        }
        return unlocked
    }

    /// Lets another passphrase or key command open the vault from now on, and no longer the one before.
    ///
    /// The data key stays and is sealed anew in one transaction: a process that dies here leaves the old source or the new
    /// one, never neither. A keeper that holds the vault open is not disturbed.
    ///
    /// - Parameters:
    ///   - source: what is to open the vault.
    ///   - cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`; the old source then still opens the vault.
    package func rekey(to source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) {
        try rekey(to: prepareKey(source, cost: cost))
    }

    /// The data key sealed under another source, and nothing changed yet: a key command may ask its person meanwhile.
    ///
    /// - Parameters:
    ///   - source: what is to open the vault.
    ///   - cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Returns: what ``rekey(to:)-(PreparedKey)`` takes.
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`.
    package func prepareKey(_ source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) -> PreparedKey {
        try VaultError.wording(path) {
            PreparedKey(
                envelope: try KeyEnvelope(sealing: requireUnlocked().cells.sealer.key, under: source, cost: cost))
        }
    }

    /// Puts a prepared key in the place of the one before, at once.
    ///
    /// - Parameter key: what ``prepareKey(_:cost:)`` made of this vault's key.
    /// - Throws: ``VaultError`` with `store`; the old source then still opens the vault.
    package func rekey(to key: PreparedKey) throws(VaultError) {
        try VaultError.wording(path) {
            let before = try requireUnlocked().database.read { try KeyEnvelope(from: $0, path: path) }
            // Both are remembered until the new one is in its place, whenever the process dies.
            try file.memory.remember([before, key.envelope], ofVaultAt: file.url)
            try write { db, _ in try key.envelope.save(db) }
            try file.memory.remember([key.envelope], ofVaultAt: file.url)
        }
        forgetOldPages()
    }

    /// A number that is another one after any other process has changed the vault (SQLite's `data_version`).
    package func version() throws(StoreError) -> Int {
        try read { db, _ in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    // MARK: - Sessions

    /// Decrypts every session, in order of name.
    package func sessions() throws(StoreError) -> [StoredSession] {
        try read { db, cells in
            try Row.fetchAll(db, sql: "SELECT * FROM session").map(cells.session).sorted { $0.record.id < $1.record.id }
        }
    }

    /// Decrypts one session and no other; a command that hands out one token pays for one.
    package func session(_ id: SessionID) throws(StoreError) -> StoredSession? {
        try read { db, cells in
            try Row.fetchOne(db, sql: "SELECT * FROM session WHERE name = ?", arguments: [id.description])
                .map(cells.session)
        }
    }

    /// Makes all changes in one transaction, which is synced when this returns.
    ///
    /// After a removal the write-ahead log is emptied too, where no reader stands in the way.
    package func commit(_ changes: [StoreChange]) throws(StoreError) {
        guard !changes.isEmpty else { return }
        try write { db, cells in
            for change in changes { try cells.make(change, in: db) }
        }
        for case .remove in changes { return forgetOldPages() }
    }

    package func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer] {
        try read { db, cells in try cells.unreadAnswers(of: id, in: db) }
    }

    // MARK: - Event log

    /// Appends one entry that outlives the process at once, and a power cut within a second.
    ///
    /// A hand-off is recorded this way: a sync of the disk before each token would cost more than the token.
    package func note(_ entry: LogEntry) throws(StoreError) {
        let unlocked = try requireUnlocked()
        try StoreError.wording(path) {
            try unlocked.database.writeWithoutTransaction { db in
                // A commit that is not synced is in the system's hands all the same, and outlives the process.
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
                try db.inTransaction {
                    try unlocked.cells.make(.log(entry), in: db)
                    return .commit
                }
            }
        }
        laterSync.request()
    }

    /// Decrypts the newest entries, the oldest of them first; a negative count asks for none.
    package func log(last count: Int) throws(StoreError) -> [LogEntry] {
        try read { db, cells in
            try Row.fetchAll(
                db, sql: "SELECT id, entry FROM log ORDER BY id DESC LIMIT ?", arguments: [max(count, 0)]
            ).reversed().map(cells.logEntry)
        }
    }

    // MARK: - Client secrets

    /// The secret of one endpoint's client; `nil` where none was stored.
    package func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted? {
        try read { db, cells in
            let sealed = try Data.fetchOne(db, sql: "SELECT secret FROM client WHERE endpoint = ?", arguments: [name])
            return try cells.open(sealed, as: .clientSecret(of: name))
        }
    }

    /// Stores a secret; by `nil` removes it, from old pages too where no reader stands in the way.
    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError) {
        guard let secret else {
            try write { db, _ in try db.execute(sql: "DELETE FROM client WHERE endpoint = ?", arguments: [name]) }
            return forgetOldPages()
        }
        try write { db, cells in
            try db.execute(
                sql: "INSERT OR REPLACE INTO client VALUES (?, ?)",
                arguments: [name, try cells.seal(secret, as: .clientSecret(of: name))])
        }
    }
}

extension SQLiteSessionStore {
    /// Runs `work` on what is committed, with SQLite's failures in words.
    private func read<Value>(_ work: (Database, SealedCells) throws -> Value) throws(StoreError) -> Value {
        let unlocked = try requireUnlocked()
        return try StoreError.wording(path) { try unlocked.database.read { try work($0, unlocked.cells) } }
    }

    /// Runs `work` in a transaction that is durable when this returns.
    private func write(_ work: (Database, SealedCells) throws -> Void) throws(StoreError) {
        let unlocked = try requireUnlocked()
        try StoreError.wording(path) { try unlocked.database.write { try work($0, unlocked.cells) } }
    }

    /// Moves the write-ahead log into the file and empties it, so that what was deleted is in neither.
    ///
    /// Where a reader stands in the way nothing is lost but tidiness: the old pages hold sealed fields only and are overwritten
    /// later.
    private func forgetOldPages() {
        try? requireUnlocked().database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}
