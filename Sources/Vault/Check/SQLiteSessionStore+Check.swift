import Foundation
import GRDB
import Home
package import Records
import SMART

extension SQLiteSessionStore {
    /// Looks at everything in the vault: its pages, every cell, the marks that stand, the answers that lie beside it, and whose
    /// the files are.
    ///
    /// - Returns: what was found, the worst first.
    /// - Throws: ``StoreError`` where the vault cannot be read at all.
    package func check() throws(StoreError) -> [VaultFinding] {
        let kept = try requireUnlocked().answers.all
        var findings = try read { db, cells in
            try Self.pages(db) + Self.sessions(db, cells) + Self.secrets(db, cells) + Self.logs(db, cells)
        }
        findings += kept.keys.sorted().map {
            VaultFinding(
                isProblem: false, "the newest tokens of \($0) lie beside the vault, which did not take them",
                next: "the next command that changes something moves them into it, such as: stoke refresh \($0)")
        }
        return (findings + permissions()).filter(\.isProblem) + findings.filter { !$0.isProblem }
    }

    private static func pages(_ db: Database) throws -> [VaultFinding] {
        try String.fetchAll(db, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" }.map {
            VaultFinding("the file is damaged: \($0)", next: "keep a copy of it, and restore it from a backup")
        }
    }

    private static func sessions(_ db: Database, _ cells: SealedCells) throws -> [VaultFinding] {
        try Row.fetchAll(db, sql: "SELECT * FROM session ORDER BY name").compactMap { row in
            do {
                let stored = try cells.session(row)
                let id = stored.record.id
                if let time = stored.markedAt {
                    return VaultFinding(
                        isProblem: false,
                        "a renewal of \(id) was begun at \(time.formatted(.iso8601)) and its answer never stored",
                        next: "its old token is tried once more with the next renewal: stoke refresh \(id)")
                }
                guard stored.record.details.copiedAt != nil else { return nil }
                return VaultFinding(
                    "the refresh token of \(id) came with a copy of the vault and may be spent",
                    next: "let it be used: stoke vault accept, or sign in again: stoke login \(id)")
            } catch let error as StoreError where error.code == .damagedRow {
                let parts = error.message.split(separator: "; ", maxSplits: 1).map(String.init)
                return VaultFinding(parts[0], next: parts.last ?? "")
            } catch {
                return VaultFinding(
                    "a row of the table session has no name that a session can have",
                    next: "it is used by nothing; restore the vault from a backup if a session is missing")
            }
        }
    }

    private static func secrets(_ db: Database, _ cells: SealedCells) throws -> [VaultFinding] {
        try Row.fetchAll(db, sql: "SELECT * FROM client ORDER BY endpoint").compactMap { row in
            guard let name = row["endpoint"] as String?,
                (try? cells.open(row["secret"] as Data?, as: .clientSecret(of: name))) == nil
            else { return nil }
            return VaultFinding(
                "the client secret of \(name.cleaned) does not open",
                next: "store it again: stoke endpoint secret \(name.cleaned)")
        }
    }

    private static func logs(_ db: Database, _ cells: SealedCells) throws -> [VaultFinding] {
        let rows = try ["log", "hand_off"].reduce(0) {
            try $0 + (Int.fetchOne(db, sql: "SELECT count(*) FROM \($1)") ?? 0)
        }
        let lost = rows - (try cells.log(last: 2 * LogEntry.limit, in: db).count)
        guard lost > 0 else { return [] }
        return [
            VaultFinding("\(lost) entries of the log do not open", next: "they are left out; nothing else is concerned")
        ]
    }

    private func permissions() -> [VaultFinding] {
        var findings: [VaultFinding] = []
        func look(_ check: () throws(HomeError) -> Void) {
            do throws(HomeError) { try check() } catch {
                findings.append(VaultFinding(error.message, next: "mend its permissions as said"))
            }
        }
        look { () throws(HomeError) in try Privacy.checkFolder(file.url.deletingLastPathComponent()) }
        for url in [file.url] + file.sideFiles where FileManager.default.fileExists(atPath: url.path) {
            look { () throws(HomeError) in try Privacy.checkFile(url) }
        }
        return findings
    }
}
