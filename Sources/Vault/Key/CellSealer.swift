import Crypto
import Foundation
import SMART

/// One field of one row of one table.
struct Cell {
    /// The version of what cells mean.
    ///
    /// A migration that changes the meaning of a cell seals it anew under the next number.
    static let version = 1

    /// The names in the schema, and the row's primary key as text.
    let table: String
    let column: String
    let row: String

    /// What the cell's content is bound to when it is sealed.
    var associatedData: AssociatedData {
        AssociatedData("stoke cell", "\(Self.version)", table, column, row)
    }
}

/// Seals single fields with the vault's data key.
///
/// Each is bound to its cell, so that one put in another's place does not open. What sealing cannot tell is an *older* value
/// put back in its own place: whoever can write the person's files can put back the whole vault.
struct CellSealer: Sendable {
    /// Locked and wiped as tokens are; what a cipher makes of it for one field, it wipes.
    private let secret: Redacted

    init(key: SymmetricKey) {
        var bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
        secret = Redacted(wiping: &bytes)
    }

    var key: SymmetricKey { unsafe secret.withBytes { unsafe SymmetricKey(data: $0) } }

    /// Seals with ChaCha20-Poly1305 under a nonce made afresh: nonce, ciphertext and tag, 28 bytes more than `plain`.
    func seal(_ plain: Data, in cell: Cell) throws -> Data {
        try ChaChaPoly.seal(plain, using: key, authenticating: cell.associatedData.bytes).combined
    }

    /// - Returns: `nil` where the bytes are not those that were sealed into this cell.
    func open(_ sealed: Data, in cell: Cell) -> Data? {
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed) else { return nil }
        return try? ChaChaPoly.open(box, using: key, authenticating: cell.associatedData.bytes)
    }
}
