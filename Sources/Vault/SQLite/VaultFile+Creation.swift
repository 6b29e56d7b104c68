import Crypto
import Foundation
import GRDB
import Home

extension VaultFile {
    /// Makes an empty vault and opens it.
    ///
    /// The file appears whole and under its name in one step, so that a process that dies here leaves no half a vault.
    ///
    /// - Parameters:
    ///   - source: what is to open the vault.
    ///   - cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Returns: the vault, unlocked.
    /// - Throws: ``VaultError`` with `alreadyExists`, `unusableKey`, `keyCommandFailed`, `file` or `store`.
    package func create(key source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) -> SQLiteSessionStore {
        try VaultError.wording(url.path) {
            let folder = url.deletingLastPathComponent()
            try Privacy.makeFolder(folder)
            try Privacy.checkFolder(folder)
        }
        guard !isPresent else {
            throw VaultError(.alreadyExists, "\(url.path) is already there; open it, or move it away first")
        }
        let dataKey = SymmetricKey(size: .bits256)
        let envelope = try KeyEnvelope(sealing: dataKey, under: source, cost: cost)
        try VaultError.wording(url.path) {
            try memory.remember([envelope], ofVaultAt: url)
            try publish(envelope)
        }
        return SQLiteSessionStore(try connect(readOnly: false, checking: .form), key: dataKey, file: self)
    }

    /// Writes a vault that holds nothing but its key, and gives it its name.
    private func publish(_ envelope: KeyEnvelope) throws {
        let temporary = DurableFile.temporary(besides: url)
        defer { unsafe unlink(temporary.path) }
        try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW).sync()
        let database = try DatabaseQueue(path: temporary.path, configuration: Self.configuration(readOnly: false))
        try VaultSchema.migrator.migrate(database)
        try database.write { try envelope.save($0) }
        try database.close()
        // SQLite would replay what a vault of that name, since removed, left behind.
        for sideFile in sideFiles { unsafe unlink(sideFile.path) }
        try DurableFile.publish(temporary, as: url)
        try DurableFile.syncFolder(of: url)
    }
}
