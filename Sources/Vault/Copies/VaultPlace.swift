import Foundation
import GRDB
import Home
import Records

/// Where a vault lies and how far it has got: sealed in the vault, and the count once more in a file outside of it.
///
/// A vault that was restored from a copy is behind that file; one that was copied elsewhere, or lies on a cloned machine, is
/// not where it says. In both cases the tokens in it may have been renewed since by the vault that it was copied from.
struct VaultPlace: Codable, Hashable {
    /// How often a transaction has marked refresh tokens as sent.
    var marks: Int
    /// The machine's id (machine-id(5)); empty where it has none.
    var machine: String
    /// The vault file's number in its file system; a copy has another.
    var file: UInt64

    /// Where the vault at `url` lies now, with no marks counted.
    init(of url: URL) {
        marks = 0
        let id = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)
        machine = id?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        var found = stat()
        file = unsafe stat(url.path, &found) == 0 ? UInt64(found.st_ino) : 0
    }

    /// Whether a vault that bears this stands where it was left.
    ///
    /// - Parameters:
    ///   - here: where it lies now.
    ///   - counted: the marks that were counted outside of it; `nil` where nothing is known.
    /// - Returns: whether it is no copy, as far as that can be told.
    func isLeft(at here: VaultPlace, counted: Int?) -> Bool {
        machine == here.machine && file == here.file && counted ?? 0 <= marks
    }
}

/// The count of marks outside of a vault: a number in a small file.
struct MarkCount: Sendable {
    let url: URL

    /// `nil` where there is no file, or none that can be read.
    var value: Int? {
        (try? String(contentsOf: url, encoding: .utf8)).flatMap {
            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Writes the number in its place, without waiting for the disk: one that lags behind says nothing wrong.
    func set(_ value: Int) {
        let text = String(value)
        let line = Data((String(repeating: "0", count: max(0, 20 - text.count)) + text + "\n").utf8)
        try? Privacy.makeFolder(url.deletingLastPathComponent())
        try? OpenFile(url, O_WRONLY | O_CREAT | O_NOFOLLOW).write(line, at: 0)
    }
}

extension SealedCells {
    /// What the vault says of its place; `nil` where it says nothing yet.
    func place(in db: Database) throws -> VaultPlace? {
        guard let sealed = try Data.fetchOne(db, sql: "SELECT sealed FROM place") else { return nil }
        return try? decode(sealed, as: .place)
    }

    func setPlace(_ place: VaultPlace, in db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO place VALUES (1, ?)").execute(
            arguments: [try seal(try encoder.encode(place), as: .place)])
    }

    /// Counts a transaction that marks refresh tokens.
    ///
    /// - Returns: how many there were.
    func countMark(in db: Database, at url: URL) throws -> Int {
        var place = try place(in: db) ?? VaultPlace(of: url)
        place.marks += 1
        try setPlace(place, in: db)
        return place.marks
    }

    /// Sets since when the refresh tokens of all sessions are held back as a copy's, or lets them be used again.
    ///
    /// - Returns: the sessions concerned.
    func setCopied(_ time: Date?, in db: Database) throws -> [SessionID] {
        var concerned: [SessionID] = []
        for row in try Row.fetchAll(db, sql: "SELECT * FROM session") {
            // What is damaged is not sent either.
            guard var record = try? session(row).record, record.refreshToken != nil,
                (record.details.copiedAt == nil) != (time == nil)
            else { continue }
            record.details.copiedAt = time
            let name = record.id.description
            try db.execute(
                sql: "UPDATE session SET details = ? WHERE name = ?",
                arguments: [try seal(try encoder.encode(record.details), as: .session("details", name)), name])
            concerned.append(record.id)
        }
        return concerned
    }
}
