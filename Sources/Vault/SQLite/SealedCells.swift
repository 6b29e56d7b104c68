import Foundation
import GRDB
import Records
import SMART

/// How sessions and log entries lie in the rows of a vault: each field sealed, and bound to its cell.
struct SealedCells: Sendable {
    let sealer: CellSealer
    /// The vault's file, for errors.
    let path: String
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder(sharing: RecurringValues())

    init(sealer: CellSealer, path: String) {
        self.sealer = sealer
        self.path = path
    }

    /// Makes one change, in the transaction that is under way.
    ///
    /// - Throws: ``StoreError`` with `noSuchSession` where a session to mark is not stored: its mark would not be found again.
    func make(_ change: StoreChange, in db: Database) throws {
        switch change {
        case .save(let record):
            try save(record, in: db)
        case .saveDetails(let record):
            try saveDetails(of: record, in: db)
        case .remove(let id):
            try db.execute(sql: "DELETE FROM session WHERE name = ?", arguments: [id.description])
            try forgetUnreadAnswers(of: id, in: db)
        case .mark(let id, let time):
            try mark(id, at: time, in: db)
        case .clearMark(let id):
            try db.cachedStatement(sql: "UPDATE session SET rotation_mark = NULL WHERE name = ?")
                .execute(arguments: [id.description])
        case .keepUnread(let id, let answer):
            try keep(answer, of: id, in: db)
        case .log(let entry):
            try append(entry, in: db)
        }
    }

    /// Stores a session, and clears its mark with the same statement (rule 2).
    ///
    /// An online refresh token is not written down (rule 5).
    private func save(_ record: SessionRecord, in db: Database) throws {
        let name = record.id.description
        let refreshToken = record.keepsRefreshToken ? record.refreshToken : nil
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO session (name, access_token, refresh_token, id_token, details, rotation_mark)
                VALUES (?, ?, ?, ?, ?, NULL)
                ON CONFLICT (name) DO UPDATE SET access_token = excluded.access_token,
                    refresh_token = excluded.refresh_token, id_token = excluded.id_token,
                    details = excluded.details, rotation_mark = NULL
                """)
        try statement.execute(arguments: [
            name, try seal(record.accessToken, as: .session("access_token", name)),
            try seal(refreshToken, as: .session("refresh_token", name)),
            try seal(record.idToken, as: .session("id_token", name)),
            try seal(try encode(record.details), as: .session("details", name)),
        ])
        if record.details.ending == nil { try forgetUnreadAnswers(of: record.id, in: db) }
    }

    /// What is kept of a session beside its tokens; where a server's own members cannot be written down, all but those: the tokens
    /// must not be lost for them.
    private func encode(_ details: SessionRecord.Details) throws -> Data {
        do {
            return try encoder.encode(details)
        } catch {
            var essence = details
            essence.context = LaunchContext()
            essence.context.patient = details.context.patient
            essence.context.encounter = details.context.encounter
            essence.additional = [:]
            return try encoder.encode(essence)
        }
    }

    private func saveDetails(of record: SessionRecord, in db: Database) throws {
        let name = record.id.description
        let details = try seal(try JSONEncoder().encode(record.details), as: .session("details", name))
        try db.cachedStatement(sql: "UPDATE session SET details = ? WHERE name = ?").execute(arguments: [details, name])
    }

    private func mark(_ id: SessionID, at time: Date, in db: Database) throws {
        let name = id.description
        let mark = try seal(try encoder.encode(time), as: .session("rotation_mark", name))
        try db.cachedStatement(sql: "UPDATE session SET rotation_mark = ? WHERE name = ?").execute(
            arguments: [mark, name])
        guard db.changesCount == 1 else {
            throw StoreError(.noSuchSession, "\(path) holds no session “\(name)”; sign in first: stoke login \(name)")
        }
    }

    /// Writes an entry under the next number, and drops what the log no longer has room for.
    private func append(_ entry: LogEntry, in db: Database) throws {
        let last = try db.cachedStatement(sql: "SELECT MAX(id) FROM log")
        let number = try (Int.fetchOne(last) ?? 0) + 1
        try db.cachedStatement(sql: "INSERT INTO log VALUES (?, ?)").execute(
            arguments: [number, try seal(try encoder.encode(entry), as: .logEntry(number))])
        try db.cachedStatement(sql: "DELETE FROM log WHERE id <= ?").execute(arguments: [number - LogEntry.limit])
    }

    /// Reads a row of the table `session`.
    ///
    /// - Throws: ``StoreError`` with `damaged` where a field was altered, moved, or is of an unknown form.
    func session(_ row: Row) throws -> StoredSession {
        let name: String = try row.decode(forColumn: "name")
        guard let id = SessionID(name) else { throw StoreError.damaged(path, "it names a session “\(name.cleaned)”") }
        let record = SessionRecord(
            id: id,
            accessToken: try open(row.decode(forColumn: "access_token"), as: .session("access_token", name)),
            refreshToken: try open(row.decode(forColumn: "refresh_token"), as: .session("refresh_token", name)),
            idToken: try open(row.decode(forColumn: "id_token"), as: .session("id_token", name)),
            details: try decode(row.decode(forColumn: "details"), as: .session("details", name)))
        let mark: Data? = try row.decode(forColumn: "rotation_mark")
        return StoredSession(record, markedAt: try mark.map { try decode($0, as: .session("rotation_mark", name)) })
    }

    /// Reads a row of the table `log`.
    func logEntry(_ row: Row) throws -> LogEntry {
        try decode(row.decode(forColumn: "entry"), as: .logEntry(row.decode(forColumn: "id")))
    }
}

extension SealedCells {
    /// Seals a secret for its cell; no secret stays no secret.
    func seal(_ secret: Redacted?, as cell: Cell) throws -> Data? {
        try secret.map { secret in try unsafe secret.withBytes { try seal(unsafe Data($0), as: cell) } }
    }

    func seal(_ plain: Data, as cell: Cell) throws -> Data {
        try sealer.seal(plain, in: cell)
    }

    /// Opens a secret.
    ///
    /// - Throws: ``StoreError`` with `damaged` where the bytes were not sealed for this cell.
    func open(_ sealed: Data?, as cell: Cell) throws(StoreError) -> Redacted? {
        guard let sealed else { return nil }
        var plain = Array(try plain(sealed, of: cell))
        return Redacted(wiping: &plain)
    }

    func decode<Value: Decodable>(_ sealed: Data, as cell: Cell) throws(StoreError) -> Value {
        let plain = try plain(sealed, of: cell)
        do {
            return try decoder.decode(Value.self, from: plain)
        } catch {
            throw StoreError.damaged(path, "\(cell) is in a form that this program does not know")
        }
    }

    private func plain(_ sealed: Data, of cell: Cell) throws(StoreError) -> Data {
        guard let plain = sealer.open(sealed, in: cell) else {
            throw StoreError.damaged(path, "\(cell) was altered")
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
