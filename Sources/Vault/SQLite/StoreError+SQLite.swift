import GRDB
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

    /// The failure of work on the vault at `path`, in words.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(sqlite: error, path: path)
        case is RowDecodingError: self = .damaged(path, "a row is not of the form that it should have")
        default: self.init(.refused, "cannot use \(path): \(type(of: error))", cause: error)
        }
    }

    private init(sqlite error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR:
            self = .damaged(path, reason, cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another process is writing to \(path); try again in a moment", cause: error)
        case .SQLITE_READONLY:
            self.init(.readOnly, "\(path) cannot be changed from here: \(reason)", cause: error)
        case .SQLITE_FULL:
            self.init(.full, "cannot write \(path): the disk is full; make room and try again", cause: error)
        case .SQLITE_IOERR:
            // What a full disk brings too, where it is the shared memory that does not fit.
            self.init(
                .refused, "cannot read or write \(path): \(reason); see whether the disk is full or failing",
                cause: error)
        default:
            self.init(.refused, "cannot use \(path): \(reason)", cause: error)
        }
    }

    /// The file is not a vault, or no longer.
    static func damaged(_ path: String, _ what: String, cause: (any Error)? = nil) -> StoreError {
        StoreError(
            .damaged,
            "\(path) is damaged or not a vault (\(what)); restore it from a backup, or move it away and run: stoke vault init",
            cause: cause)
    }
}
