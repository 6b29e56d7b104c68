import Foundation
import GRDB
import Records
import SMART

/// How sessions and log entries lie in the rows of a vault: each field sealed, and bound to its cell.
struct SealedCells: Sendable {
    let sealer: CellSealer
    /// The vault's file, for errors.
    let path: String
    let encoder = JSONEncoder()
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
            _ = try mark(id, at: time, in: db)
        case .clearMark(let id):
            try db.cachedStatement(sql: "UPDATE session SET rotation_mark = NULL WHERE name = ?")
                .execute(arguments: [id.description])
        case .keepUnread(let id, let answer):
            try keep(answer, of: id, in: db)
        case .log(let entry):
            try append(entry, in: db)
        }
    }

    /// Stores a session, and clears its mark with the same statement (rule 2); in a smaller form where it is too deep for the
    /// form that is stored.
    ///
    /// An online refresh token is not written down (rule 5).
    private func save(_ record: SessionRecord, in db: Database) throws {
        guard let details = try? encoder.encode(record.details) else {
            return try save(record.withoutExtras, details: try encoded(record.withoutExtras.details), in: db)
        }
        try save(record, details: details, in: db)
    }

    private func encoded(_ value: some Encodable) throws(StoreError) -> Data {
        do {
            return try encoder.encode(value)
        } catch {
            throw StoreError(.unencodable, "the session cannot be put in the form that it is stored in", cause: error)
        }
    }

    private func save(_ record: SessionRecord, details: Data, in db: Database) throws {
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
            try seal(details, as: .session("details", name)),
        ])
        if record.details.ending == nil { try forgetUnreadAnswers(of: record.id, in: db) }
    }

    private func saveDetails(of record: SessionRecord, in db: Database) throws {
        let name = record.id.description
        let details = try seal(try encoder.encode(record.details), as: .session("details", name))
        try db.cachedStatement(sql: "UPDATE session SET details = ? WHERE name = ?").execute(arguments: [details, name])
    }

    /// Sets the rotation mark.
    ///
    /// - Returns: the mark as it is sealed, which tells it from every other.
    /// - Throws: ``StoreError`` with `noSuchSession`.
    func mark(_ id: SessionID, at time: Date, in db: Database) throws -> Data {
        let name = id.description
        let mark = try seal(try encoder.encode(time), as: .session("rotation_mark", name))
        try db.cachedStatement(sql: "UPDATE session SET rotation_mark = ? WHERE name = ?").execute(
            arguments: [mark, name])
        guard db.changesCount == 1 else {
            throw StoreError(.noSuchSession, "\(path) holds no session “\(name)”; sign in first: stoke login \(name)")
        }
        return mark
    }

    /// How much room, in bytes, the answer to a session's renewal may want: what it takes now twice over, and then some.
    func room(for id: SessionID, in db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                SELECT ifnull(length(access_token), 0) + ifnull(length(refresh_token), 0) + ifnull(length(id_token), 0)
                    + length(details) FROM session WHERE name = ?
                """)
        return (32 << 10) + 2 * (try Int.fetchOne(statement, arguments: [id.description]) ?? 0)
    }

    /// Writes an entry under the next number, and drops what the log no longer has room for.
    private func append(_ entry: LogEntry, in db: Database) throws {
        let last = try Int.fetchOne(try db.cachedStatement(sql: "SELECT MAX(id) FROM log")) ?? 0
        guard entry.kind == .handedOff else {
            let number = last + 1
            try db.cachedStatement(sql: "INSERT INTO log VALUES (?, ?)").execute(
                arguments: [number, try seal(try encoder.encode(entry), as: .logEntry(number))])
            return try db.cachedStatement(sql: "DELETE FROM log WHERE id <= ?").execute(
                arguments: [number - LogEntry.limit])
        }
        let number = try (Int.fetchOne(try db.cachedStatement(sql: "SELECT MAX(id) FROM hand_off")) ?? 0) + 1
        try db.cachedStatement(sql: "INSERT INTO hand_off VALUES (?, ?, ?)").execute(
            arguments: [number, last, try seal(try encoder.encode(entry), as: .handOff(number))])
        try db.cachedStatement(sql: "DELETE FROM hand_off WHERE id <= ?").execute(arguments: [number - LogEntry.limit])
    }

    /// The newest entries of both logs, in the order in which they came; what does not open is left out.
    func log(last count: Int, in db: Database) throws -> [LogEntry] {
        // An entry of the one log comes before the hand-offs that followed it.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM (SELECT id AS after, 0 AS id, entry FROM log ORDER BY log.id DESC LIMIT :count)
                UNION ALL SELECT * FROM (SELECT after, id, entry FROM hand_off ORDER BY id DESC LIMIT :count)
                ORDER BY 1 DESC, 2 DESC LIMIT :count
                """, arguments: ["count": max(count, 0)])
        return rows.reversed().compactMap { try? logEntry($0) }
    }

    /// Stores an answer that was kept aside, unless the vault has gone on since.
    func takeUp(_ answer: KeptAnswer, in db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM session WHERE name = ?", arguments: [answer.record.id.description])
        guard answer.supersedes(try? row.map(session)?.record, markedWith: row?["rotation_mark"]) else { return }
        try save(answer.record, in: db)
    }

    /// Reads a row of the table `session`, or what is kept aside of that session where that is newer.
    ///
    /// - Throws: ``StoreError`` with `damagedRow`.
    func session(_ row: Row, orKept kept: KeptAnswer?) throws -> StoredSession {
        guard let kept, kept.supersedes(try? session(row).record, markedWith: row["rotation_mark"]) else {
            return try session(row)
        }
        return StoredSession(kept.record)
    }

    /// Reads a row of the table `session`.
    ///
    /// - Throws: ``StoreError`` with `damagedRow` where a field was altered, moved, or is of an unknown form.
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

    private func logEntry(_ row: Row) throws -> LogEntry {
        let (after, number): (Int, Int) = (try row.decode(forColumn: "after"), try row.decode(forColumn: "id"))
        return try decode(row.decode(forColumn: "entry"), as: number == 0 ? .logEntry(after) : .handOff(number))
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
            throw StoreError.damagedRow(path, "\(cell) is in a form that this program does not know", next: cell.remedy)
        }
    }

    private func plain(_ sealed: Data, of cell: Cell) throws(StoreError) -> Data {
        guard let plain = sealer.open(sealed, in: cell) else {
            throw StoreError.damagedRow(path, "\(cell) was altered or damaged", next: cell.remedy)
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

    static func handOff(_ number: Int) -> Cell {
        Cell(table: "hand_off", column: "entry", row: "\(number)")
    }

    static let place = Cell(table: "place", column: "sealed", row: "1")

    /// What a person can do about this cell where it does not open.
    fileprivate var remedy: String {
        switch table {
        case "session": "sign in again: stoke login \(row.cleaned), or remove it: stoke logout \(row.cleaned)"
        case "client": "store it again: stoke endpoint secret \(row.cleaned)"
        default: "the rest is not concerned"
        }
    }

    /// Such as `details of session “lab:ana”`.
    var description: String {
        "\(column.replacing("_", with: " ")) of \(table) “\(row.cleaned)”"
    }
}
