import GRDB

extension VaultError {
    /// Runs work on the vault at `path` and puts SQLite's failures in words.
    ///
    /// SQL and its arguments stay out of them.
    static func wording<Value>(_ path: String, _ work: () throws -> Value) throws(VaultError) -> Value {
        do {
            return try work()
        } catch let error as VaultError {
            throw error
        } catch let error as DatabaseError {
            throw VaultError(sqlite: error, path: path)
        } catch is RowDecodingError {
            throw .corrupt(path, "a row is not of the form that it should have")
        } catch {
            throw VaultError(.disk, "cannot use \(path): \(type(of: error))")
        }
    }

    private init(sqlite error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR:
            self = .corrupt(path, reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.heldByAnother, "another process is writing to \(path); try again in a moment")
        case .SQLITE_READONLY:
            self.init(.readOnly, "\(path) cannot be changed from here: \(reason)")
        case .SQLITE_FULL:
            self.init(.disk, "cannot write \(path): the disk is full; make room and try again")
        case .SQLITE_IOERR:
            // What a full disk brings too, where it is the shared memory that does not fit.
            self.init(.disk, "cannot read or write \(path): \(reason); see whether the disk is full or failing")
        default:
            self.init(.disk, "cannot use \(path): \(reason)")
        }
    }

    /// The file is not a vault, or no longer.
    static func corrupt(_ path: String, _ what: String) -> VaultError {
        VaultError(
            .corrupt,
            "\(path) is damaged or not a vault (\(what)); restore it from a backup, or move it away and run: stoke vault init"
        )
    }
}
