import Foundation
import GRDB
import GRDBSQLite
import Records

extension VaultFile {
    /// The vault as it is now, in memory: for a folder or a disk on which SQLite cannot make the files that it wants beside it.
    ///
    /// Nothing is written, and nothing of what is read is in the clear.
    ///
    /// - Throws: ``StoreError`` with `busy` where it changes all the while, `damaged` or `refused`.
    func image() throws -> DatabaseQueue {
        for _ in 0..<5 {
            let before = marks
            guard let content = try? Data(contentsOf: url) else {
                throw StoreError(.refused, "\(url.path) cannot be read; check its permissions")
            }
            let log = WriteAheadLog((try? Data(contentsOf: sideFiles[0])) ?? Data())
            guard before == marks else { continue }
            return try Self.database(of: Self.merged(content, log))
        }
        throw StoreError(.busy, "another process is writing to \(url.path); try again in a moment")
    }

    /// What tells that neither the vault nor its log was changed meanwhile.
    private var marks: [Date?] {
        [url, sideFiles[0]].map {
            (try? FileManager.default.attributesOfItem(atPath: $0.path))?[.modificationDate] as? Date
        }
    }

    private static func merged(_ content: Data, _ log: WriteAheadLog) -> [UInt8] {
        var bytes = [UInt8](content)
        if let count = log.pageCount, let size = log.pages.first?.value.count {
            bytes.resize(to: count * size)
            for (number, page) in log.pages where number <= count {
                bytes.replaceSubrange((number - 1) * size..<number * size, with: page)
            }
        }
        // A database in memory has no write-ahead log, and must not say that it has.
        if bytes.count > 19 { (bytes[18], bytes[19]) = (1, 1) }
        return bytes
    }

    private static func database(of bytes: [UInt8]) throws -> DatabaseQueue {
        let database = try DatabaseQueue(configuration: configuration(readOnly: false))
        try database.inDatabase { db in
            guard let connection = unsafe db.sqliteConnection,
                let copy = unsafe sqlite3_malloc64(UInt64(max(1, bytes.count)))
            else { throw DatabaseError(resultCode: .SQLITE_NOMEM) }
            unsafe copy.copyMemory(from: bytes, byteCount: bytes.count)
            let result = unsafe sqlite3_deserialize(
                connection, "main", copy.assumingMemoryBound(to: UInt8.self), Int64(bytes.count), Int64(bytes.count),
                UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY))
            guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
            db.clearSchemaCache()
        }
        return database
    }
}

extension [UInt8] {
    fileprivate mutating func resize(to size: Int) {
        if count > size { removeLast(count - size) } else { append(contentsOf: repeatElement(0, count: size - count)) }
    }
}
