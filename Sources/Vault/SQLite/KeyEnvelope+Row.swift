import Foundation
import GRDB
import Records

extension KeyEnvelope {
    /// Reads the one envelope of a vault.
    ///
    /// - Throws: ``StoreError`` with `damaged` where there is none. Its numbers are judged when it is opened.
    init(from db: Database, path: String) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM key_envelope") else {
            throw StoreError.damaged(path, "it holds no key")
        }
        let command: String? = try row.decode(forColumn: "command")
        self.init(
            kind: command.map(VaultKeySource.Kind.command) ?? .passphrase,
            cost: ScryptCost(
                rounds: try row.decode(forColumn: "scrypt_rounds"),
                blockSize: try row.decode(forColumn: "scrypt_block_size"),
                parallelism: try row.decode(forColumn: "scrypt_parallelism")),
            salt: try row.decode(forColumn: "salt"), sealedKey: try row.decode(forColumn: "sealed_key"))
    }

    /// Puts this envelope in the place of the one before.
    func save(_ db: Database) throws {
        let command: String? =
            switch kind {
            case .passphrase: nil
            case .command(let text): text
            }
        try db.execute(
            sql: "INSERT OR REPLACE INTO key_envelope VALUES (1, ?, ?, ?, ?, ?, ?)",
            arguments: [command, cost.rounds, cost.blockSize, cost.parallelism, salt, sealedKey])
    }
}
