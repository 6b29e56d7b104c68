import Crypto
package import Foundation
import GRDB
package import SMART
import Synchronization

/// The sessions of a home in its encrypted vault, unlocked.
///
/// Made by ``VaultFile``.
///
/// Every call throws ``VaultError``: `corrupt` where a sealed field does not open, `readOnly` where the vault was opened only
/// to look, `locked` after ``close()``, `disk`. Calls block on the disk.
package final class SQLiteSessionStore: SessionStore {
    /// What only an unlocked vault has.
    struct Unlocked {
        let database: DatabaseQueue
        let sealer: CellSealer
    }

    private let unlocked: Mutex<Unlocked?>
    private let path: String

    init(_ database: DatabaseQueue, key: SymmetricKey, path: String) {
        self.unlocked = Mutex(Unlocked(database: database, sealer: CellSealer(key: key)))
        self.path = path
    }

    /// Forgets the key and closes the file, after the calls that are under way.
    ///
    /// Every later call throws `locked`.
    package func close() {
        // GRDB's own `close` would crash a call that got hold of the connection before it and uses it after.
        unlocked.withLock { $0 = nil }
    }

    /// - Throws: ``VaultError`` with `locked` after ``close()``.
    func requireUnlocked() throws(VaultError) -> Unlocked {
        guard let unlocked = unlocked.withLock({ $0 }) else {
            throw VaultError(.locked, "\(path) is locked; unlock it: stoke vault unlock")
        }
        return unlocked
    }

    /// Lets another passphrase or key command open the vault from now on, and no longer the one before.
    ///
    /// The data key stays and is sealed anew in one transaction: a process that dies here leaves the old source or the new
    /// one, never neither. A keeper that holds the vault open is not disturbed.
    ///
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`; the old source then still opens the vault.
    package func rekey(to source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) {
        let envelope = try KeyEnvelope(sealing: requireUnlocked().sealer.key, under: source, cost: cost ?? source.cost)
        try write { try envelope.save($0) }
        forgetOldPages()
    }

    // MARK: - Sessions

    package func sessions() throws(VaultError) -> [SessionRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM session").map(record).sorted { $0.id < $1.id }
        }
    }

    package func save(_ record: SessionRecord) throws(VaultError) {
        let name = record.id.description
        let refreshToken = record.keepsRefreshToken ? record.refreshToken : nil
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO session (name, access_token, refresh_token, id_token, details, rotation_mark)
                    VALUES (?, ?, ?, ?, ?, NULL)
                    ON CONFLICT (name) DO UPDATE SET access_token = excluded.access_token,
                        refresh_token = excluded.refresh_token, id_token = excluded.id_token,
                        details = excluded.details, rotation_mark = NULL
                    """,
                arguments: [
                    name, try seal(record.accessToken, as: .session("access_token", name)),
                    try seal(refreshToken, as: .session("refresh_token", name)),
                    try seal(record.idToken, as: .session("id_token", name)),
                    try seal(try JSONEncoder().encode(record.details), as: .session("details", name)),
                ])
        }
    }

    package func remove(_ id: SessionID) throws(VaultError) {
        try write { try $0.execute(sql: "DELETE FROM session WHERE name = ?", arguments: [id.description]) }
        forgetOldPages()
    }

    private func record(_ row: Row) throws -> SessionRecord {
        let name: String = try row.decode(forColumn: "name")
        guard let id = SessionID(name) else { throw VaultError.corrupt(path, "it names a session “\(name.cleaned)”") }
        return SessionRecord(
            id: id,
            accessToken: try open(row.decode(forColumn: "access_token"), as: .session("access_token", name)),
            refreshToken: try open(row.decode(forColumn: "refresh_token"), as: .session("refresh_token", name)),
            idToken: try open(row.decode(forColumn: "id_token"), as: .session("id_token", name)),
            details: try decode(row.decode(forColumn: "details"), as: .session("details", name)))
    }

    // MARK: - Rotation marks

    /// - Throws: ``VaultError`` with `noSuchSession` where the session is not stored: its mark would not be found again.
    package func markRotation(of id: SessionID, at time: Date) throws(VaultError) {
        let name = id.description
        try write { db in
            let mark = try seal(try JSONEncoder().encode(time), as: .session("rotation_mark", name))
            try db.execute(sql: "UPDATE session SET rotation_mark = ? WHERE name = ?", arguments: [mark, name])
            guard db.changesCount == 1 else {
                throw VaultError(
                    .noSuchSession, "\(path) holds no session “\(name)”; sign in first: stoke login \(name)")
            }
        }
    }

    package func clearRotationMark(of id: SessionID) throws(VaultError) {
        try write {
            try $0.execute(sql: "UPDATE session SET rotation_mark = NULL WHERE name = ?", arguments: [id.description])
        }
    }

    package func rotationMarks() throws(VaultError) -> [SessionID: Date] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT name, rotation_mark FROM session WHERE rotation_mark IS NOT NULL")
            return try rows.reduce(into: [:]) { marks, row in
                let name: String = try row.decode(forColumn: "name")
                guard let id = SessionID(name) else { return }
                marks[id] = try decode(row.decode(forColumn: "rotation_mark"), as: .session("rotation_mark", name))
            }
        }
    }

    // MARK: - Client secrets

    package func clientSecret(ofEndpoint name: String) throws(VaultError) -> Redacted? {
        try read { db in
            let sealed = try Data.fetchOne(db, sql: "SELECT secret FROM client WHERE endpoint = ?", arguments: [name])
            return try open(sealed, as: .clientSecret(of: name))
        }
    }

    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(VaultError) {
        guard let secret else {
            try write { try $0.execute(sql: "DELETE FROM client WHERE endpoint = ?", arguments: [name]) }
            return forgetOldPages()
        }
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO client VALUES (?, ?)",
                arguments: [name, try seal(secret, as: .clientSecret(of: name))])
        }
    }

    // MARK: - Event log

    package func append(_ entry: LogEntry) throws(VaultError) {
        try write { db in
            let number = try Int.fetchOne(db, sql: "SELECT COALESCE(MAX(id), 0) + 1 FROM log") ?? 1
            try db.execute(
                sql: "INSERT INTO log VALUES (?, ?)",
                arguments: [number, try seal(try JSONEncoder().encode(entry), as: .logEntry(number))])
            try db.execute(sql: "DELETE FROM log WHERE id <= ?", arguments: [number - LogEntry.limit])
        }
    }

    package func log(last count: Int) throws(VaultError) -> [LogEntry] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, entry FROM log ORDER BY id DESC LIMIT ?", arguments: [max(count, 0)])
            return try rows.reversed().map {
                try decode($0.decode(forColumn: "entry"), as: .logEntry($0.decode(forColumn: "id")))
            }
        }
    }
}

extension SQLiteSessionStore {
    private func read<Value>(_ work: (Database) throws -> Value) throws(VaultError) -> Value {
        let database = try requireUnlocked().database
        return try VaultError.wording(path) { try database.read(work) }
    }

    /// Runs `work` in a transaction that is durable when this returns.
    private func write(_ work: (Database) throws -> Void) throws(VaultError) {
        let database = try requireUnlocked().database
        try VaultError.wording(path) { try database.write(work) }
    }

    /// Moves the write-ahead log into the file and empties it, so that what was deleted is in neither.
    ///
    /// Where a reader stands in the way nothing is lost but tidiness: the old pages hold sealed fields only and are overwritten
    /// later.
    private func forgetOldPages() {
        try? requireUnlocked().database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    private func seal(_ secret: Redacted?, as cell: Cell) throws -> Data? {
        try secret.map { try seal(Data($0.reveal().utf8), as: cell) }
    }

    private func seal(_ plain: Data, as cell: Cell) throws -> Data {
        try requireUnlocked().sealer.seal(plain, in: cell)
    }

    private func open(_ sealed: Data?, as cell: Cell) throws -> Redacted? {
        try sealed.map { Redacted(String(decoding: try plain($0, of: cell), as: UTF8.self)) }
    }

    private func decode<Value: Decodable>(_ sealed: Data, as cell: Cell) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: try plain(sealed, of: cell))
        } catch is DecodingError {
            throw VaultError.corrupt(path, "\(cell) is in a form that this program does not know")
        }
    }

    private func plain(_ sealed: Data, of cell: Cell) throws(VaultError) -> Data {
        guard let plain = try requireUnlocked().sealer.open(sealed, in: cell) else {
            throw VaultError.corrupt(path, "\(cell) was altered")
        }
        return plain
    }
}

extension Cell: CustomStringConvertible {
    static func session(_ column: String, _ name: String) -> Cell {
        Cell(table: "session", column: column, row: name)
    }

    static func clientSecret(of endpoint: String) -> Cell {
        Cell(table: "client", column: "secret", row: endpoint)
    }

    static func logEntry(_ number: Int) -> Cell {
        Cell(table: "log", column: "entry", row: "\(number)")
    }

    /// Such as `details of session “lab:ana”`.
    var description: String {
        "\(column.replacing("_", with: " ")) of \(table) “\(row.cleaned)”"
    }
}
