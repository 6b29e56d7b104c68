import Crypto
import Foundation
import Records
import SMART

/// The vault's data key, sealed under a key-encryption key that scrypt derives from a passphrase or a key command's output.
///
/// The command's output goes through scrypt too: it may be 256 random bits, or a word that someone put in a file.
struct KeyEnvelope: Equatable {
    /// Which source opens it; told before the vault is unlocked, and bound to the sealed key.
    let kind: VaultKeySource.Kind
    let cost: ScryptCost
    /// Random, 32 bytes in what this program writes; fewer than 16 are taken for damage.
    let salt: Data
    /// The data key's 32 bytes under ChaCha20-Poly1305 (RFC 8439): nonce, ciphertext and tag, one after the other.
    let sealedKey: Data

    init(kind: VaultKeySource.Kind, cost: ScryptCost, salt: Data, sealedKey: Data) {
        self.kind = kind
        self.cost = cost
        self.salt = salt
        self.sealedKey = sealedKey
    }

    /// Seals `dataKey` so that `source` opens it.
    ///
    /// - Parameters:
    ///   - dataKey: what the cells of the vault are sealed with.
    ///   - source: what is to open it.
    ///   - cost: what one guess at the key costs; by `nil` as much as the source needs.
    /// - Throws: ``VaultError`` with `unusableKey`, `keyCommandFailed` or `noMemory`.
    init(sealing dataKey: SymmetricKey, under source: VaultKeySource, cost: ScryptCost?) throws(VaultError) {
        var secret = try source.reproducibleSecret()
        defer { secret.resetBytes(in: secret.startIndex..<secret.endIndex) }
        let cost = cost ?? source.cost(for: secret)
        let salt = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
        guard let wrappingKey = cost.key(from: secret, salt: salt),
            let sealed = try? unsafe ChaChaPoly.seal(
                dataKey.withUnsafeBytes { unsafe Data($0) }, using: wrappingKey,
                authenticating: Self.binding(kind: source.kind, cost: cost, salt: salt).bytes)
        else { throw Self.noMemory(for: cost) }
        self.init(kind: source.kind, cost: cost, salt: salt, sealedKey: sealed.combined)
    }

    /// Opens the envelope of the vault at `path`.
    ///
    /// - Throws: ``VaultError`` with `wrongPassphrase`, `keyCommandFailed`, `unusableKey`, `store` or `noMemory`.
    func open(with source: VaultKeySource, path: String) throws(VaultError) -> SymmetricKey {
        guard cost.isSane, salt.count >= 16 else {
            throw VaultError(
                .store(.damaged), "\(path) is damaged: its key parameters make no sense; restore it from a backup")
        }
        var secret = try source.secret()
        defer { secret.resetBytes(in: secret.startIndex..<secret.endIndex) }
        guard let wrappingKey = cost.key(from: secret, salt: salt) else { throw Self.noMemory(for: cost) }
        guard let box = try? ChaChaPoly.SealedBox(combined: sealedKey),
            let key = try? ChaChaPoly.open(box, using: wrappingKey, authenticating: binding.bytes)
        else {
            throw switch source {
            case .passphrase: VaultError(.wrongPassphrase, "that passphrase does not open \(path); try again")
            case .command(let text):
                VaultError(
                    .wrongPassphrase,
                    "what the key command “\(text.cleaned)” prints does not open \(path); it printed another key before"
                )
            }
        }
        return SymmetricKey(data: key)
    }

    /// All of the envelope but the key in it.
    var binding: AssociatedData { Self.binding(kind: kind, cost: cost, salt: salt) }

    /// What the sealed key is bound to: the source, the cost and the salt.
    ///
    /// Whoever can write the file cannot name another command, or make guessing cheaper, for the key that is in it.
    private static func binding(kind: VaultKeySource.Kind, cost: ScryptCost, salt: Data) -> AssociatedData {
        let name =
            switch kind {
            case .passphrase: "passphrase"
            case .command(let text): "command " + text
            }
        let numbers = "\(cost.rounds) \(cost.blockSize) \(cost.parallelism)"
        return AssociatedData([Data("stoke data key 1".utf8), Data(name.utf8), Data(numbers.utf8), salt])
    }

    /// scrypt's failure in words, with the memory that it wanted.
    private static func noMemory(for cost: ScryptCost) -> VaultError {
        let megabytes = 128 * cost.rounds * cost.blockSize / (1 << 20)
        return VaultError(
            .noMemory, "deriving the vault's key needs \(megabytes) MiB of memory, which is not to be had")
    }
}

/// A vault's data key sealed under another source, to be put into the vault.
package struct PreparedKey: Sendable {
    let envelope: KeyEnvelope
}
