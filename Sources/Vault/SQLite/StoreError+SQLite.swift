import Foundation
import GRDB
import GRDBSQLite
import Home
import Records

extension StoreError {
    /// Runs work on the vault at `path` and puts SQLite's failures in words.
    ///
    /// SQL and its arguments stay out of them.
    static func wording<Value>(_ path: String, _ work: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try work()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs work on a connection, and puts SQLite's failures in words while it still knows what the system refused.
    static func naming<Value>(_ path: String, _ db: Database, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let number = unsafe sqlite3_system_errno(db.sqliteConnection)
            throw StoreError(sqlite: error, path: path, problem: DiskProblem(errno: number))
        }
    }

    /// The failure of work on the vault at `path`, in words.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as HomeError: self.init(error)
        case let error as DatabaseError: self.init(sqlite: error, path: path)
        case is RowDecodingError: self = .damaged(path, "a row is not of the form that it should have")
        default: self.init(.refused, "cannot use \(path): \(type(of: error))", cause: error)
        }
    }

    /// What the home's files refused.
    init(_ error: HomeError) {
        let code: Code =
            switch error.code {
            case .full: .full
            case .unwritable: .unwritable
            default: .refused
            }
        self.init(code, error.message, cause: error)
    }

    /// What SQLite failed with, in words.
    ///
    /// - Parameters:
    ///   - error: SQLite's failure.
    ///   - path: the vault's file.
    ///   - problem: what the system refused, where that is known; SQLite's own codes do not tell it apart.
    private init(sqlite error: DatabaseError, path: String, problem: DiskProblem? = nil) {
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR:
            self = .damaged(path, reason, cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another process is writing to \(path); try again in a moment", cause: error)
        case .SQLITE_FULL:
            let problem = problem == .quota ? DiskProblem.quota : .full
            self.init(.full, "cannot write \(path): \(problem.words)", cause: error)
        case .SQLITE_READONLY:
            self.init(.readOnly, "\(path) cannot be changed from here: \(problem?.words ?? reason)", cause: error)
        case .SQLITE_IOERR, .SQLITE_CANTOPEN:
            // Its shared memory it reports without the reason.
            let problem = problem ?? DiskProblem.found(in: URL(fileURLWithPath: path).deletingLastPathComponent())
            let code: Code =
                switch problem {
                case .full, .quota: .full
                case .sizeLimit, .readOnly, .denied, .failing: .unwritable
                case nil: .refused
                }
            let words = problem?.words ?? "\(reason); see whether the disk is failing"
            self.init(code, "cannot read or write \(path): \(words)", cause: error)
        default:
            self.init(.refused, "cannot use \(path): \(reason)", cause: error)
        }
    }

    /// One row is damaged, and the rest of the vault is not.
    ///
    /// - Parameters:
    ///   - path: the vault's file.
    ///   - what: what does not open, and why.
    ///   - next: what mends it.
    /// - Returns: the error that tells both.
    static func damagedRow(_ path: String, _ what: String, next: String) -> StoreError {
        StoreError(.damagedRow, "\(what) in \(path); \(next)")
    }

    /// The file is not a vault, or no longer.
    static func damaged(_ path: String, _ what: String, cause: (any Error)? = nil) -> StoreError {
        StoreError(
            .damaged,
            "\(path) is damaged or not a vault (\(what)); restore it from a backup, or move it away and run: stoke vault init",
            cause: cause)
    }
}
