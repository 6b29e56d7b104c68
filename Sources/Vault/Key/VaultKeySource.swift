import Crypto
import Foundation
package import SMART

/// What opens a vault.
package enum VaultKeySource: Hashable, Sendable {
    /// A passphrase that a person knows.
    case passphrase(Redacted)
    /// A command whose first line of output is the key, such as `pass show stoke`. It needs no person.
    case command(String)

    /// Which of the two, and the command: what the vault tells before it is unlocked.
    package enum Kind: Hashable, Sendable {
        case passphrase
        case command(String)
    }

    /// The source without its secret.
    package var kind: Kind {
        switch self {
        case .passphrase: .passphrase
        case .command(let text): .command(text)
        }
    }
}

extension VaultKeySource {
    /// What one guess at the key costs where this secret opens the vault.
    func cost(for secret: Data) -> ScryptCost {
        switch self {
        case .passphrase: .standard
        case .command: secret.count >= ScryptCost.lengthOfMachineMade ? .machineMade : .short
        }
    }

    /// The bytes that the key-encryption key is derived from.
    ///
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`.
    func secret() throws(VaultError) -> Data {
        switch self {
        case .command(let text):
            return try KeyCommand(text).run()
        case .passphrase(let passphrase):
            // The same letters may be typed in composed or decomposed form on another machine.
            let text = passphrase.reveal().precomposedStringWithCanonicalMapping
            guard !text.isEmpty else { throw VaultError(.unusableKey, "the passphrase is empty; choose another") }
            return Data(text.utf8)
        }
    }

    /// The same for a key that is about to be relied on: a command is run twice.
    ///
    /// One that prints something else each time (`openssl rand`, a one-time code) would lock the vault for ever.
    func reproducibleSecret() throws(VaultError) -> Data {
        let secret = try secret()
        guard case .command(let text) = self, try self.secret() != secret else { return secret }
        throw VaultError(
            .unusableKey,
            "the key command “\(text.cleaned)” prints something else each time; it must print the same key")
    }
}
