import Foundation
import GRDB
import Records
import SMART

/// How answers that nobody could read lie in the vault: sealed whole, and bound to their row.
extension SealedCells {
    /// What one row holds.
    private struct Kept: Codable {
        let receivedAt: Date
        let server: String
        let problem: String
        let bytes: Data
    }

    /// Keeps an answer beside its session, where there is room for one more.
    func keep(_ answer: UnreadAnswer, of id: SessionID, in db: Database) throws {
        let name = id.description
        let numbers = try Int.fetchAll(
            db, sql: "SELECT number FROM unread_answer WHERE session = ? ORDER BY number", arguments: [name])
        guard numbers.count < UnreadAnswer.mostKept else { return }
        let number = (numbers.last ?? 0) + 1
        let kept = Kept(
            receivedAt: answer.receivedAt, server: answer.server, problem: answer.problem, bytes: answer.bytes.reveal())
        try db.execute(
            sql: "INSERT INTO unread_answer VALUES (?, ?, ?)",
            arguments: [name, number, try seal(try JSONEncoder().encode(kept), as: .unreadAnswer(name, number))])
    }

    /// Every answer that is kept beside a session, oldest first.
    func unreadAnswers(of id: SessionID, in db: Database) throws -> [UnreadAnswer] {
        // A vault that is only looked at may be older than this table.
        guard try db.tableExists("unread_answer") else { return [] }
        let name = id.description
        let rows = try Row.fetchAll(
            db, sql: "SELECT number, answer FROM unread_answer WHERE session = ? ORDER BY number", arguments: [name])
        return try rows.map { row in
            let kept: Kept = try decode(
                row.decode(forColumn: "answer"), as: .unreadAnswer(name, row.decode(forColumn: "number")))
            return UnreadAnswer(
                receivedAt: kept.receivedAt, server: kept.server, problem: kept.problem,
                bytes: RedactedBytes(kept.bytes))
        }
    }

    /// Forgets what is kept beside a session.
    func forgetUnreadAnswers(of id: SessionID, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM unread_answer WHERE session = ?").execute(arguments: [id.description])
    }
}

extension Cell {
    fileprivate static func unreadAnswer(_ name: String, _ number: Int) -> Cell {
        Cell(table: "unread_answer", column: "answer", row: "\(name) \(number)")
    }
}
