import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing
import Vault

/// A vault in a folder of its own, with a passphrase that is cheap to try.
struct VaultFixture {
    static let passphrase = Redacted("correct horse battery staple")
    static let cheap = ScryptCost(rounds: 16, blockSize: 8, parallelism: 1)

    let folder: TemporaryFolder
    let file: VaultFile
    let store: SQLiteSessionStore

    init() throws {
        folder = try TemporaryFolder()
        file = VaultFile(at: folder.file("vault.sqlite"))
        store = try file.create(key: .passphrase(Self.passphrase), cost: Self.cheap)
    }

    func open() throws -> SQLiteSessionStore {
        try file.open(passphrase: Self.passphrase)
    }

    /// Where answers go that the vault does not take.
    var answers: URL { folder.file("vault.sqlite-answers") }

    /// Does `work` while another process holds the vault's write lock.
    func block(_ work: () throws -> Void) throws {
        try DatabaseQueue(path: file.url.path).writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            defer { try? db.execute(sql: "ROLLBACK") }
            try work()
        }
    }

    /// Does something to the file that Stoke would not do.
    func tamper<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try DatabaseQueue(path: file.url.path).write(work)
    }
}

/// Runs `work` and returns the ``StoreError`` that it must throw.
func storeError<Value>(
    _ code: StoreError.Code, sourceLocation: SourceLocation = #_sourceLocation, from work: () throws -> Value
) throws -> StoreError {
    let error = try #require(throws: StoreError.self, sourceLocation: sourceLocation) { _ = try work() }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
}

/// Runs `work` and returns the ``VaultError`` that it must throw.
func vaultError<Value>(
    _ code: VaultError.Code, sourceLocation: SourceLocation = #_sourceLocation, from work: () throws -> Value
) throws -> VaultError {
    let error = try #require(throws: VaultError.self, sourceLocation: sourceLocation) { _ = try work() }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
}
