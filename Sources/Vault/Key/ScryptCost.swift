import Crypto
import CryptoExtras
import Foundation

/// What one guess at a passphrase costs (RFC 7914).
package struct ScryptCost: Hashable, Sendable {
    /// CPU and memory cost, *N*: a power of two.
    package let rounds: Int
    /// Block size, *r*.
    ///
    /// A derivation takes 128 × N × r bytes.
    package let blockSize: Int
    /// Parallelism, *p*.
    package let parallelism: Int

    /// 128 MiB, and a good part of a second.
    package static let standard = ScryptCost(rounds: 1 << 17, blockSize: 8, parallelism: 1)

    /// For a short text that a key command prints, which may be a word that someone put in a file: every `stoke token` in a
    /// script pays for it, 16 MiB and some 30 ms.
    package static let short = ScryptCost(rounds: 1 << 14, blockSize: 8, parallelism: 1)

    /// For a key that a machine made, which nobody guesses whatever a guess costs.
    package static let machineMade = ScryptCost(rounds: 1 << 10, blockSize: 8, parallelism: 1)

    /// From so many bytes on, what a key command prints is taken for a machine's: 32 hexadecimal digits are 128 bits.
    static let lengthOfMachineMade = 32

    /// Takes the numbers as they are.
    ///
    /// Those of a file are held against ``isSane`` before anything is derived with them.
    package init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Whether these are numbers that a vault may ask for: a damaged file must not take all memory or trap the arithmetic.
    var isSane: Bool {
        rounds > 1 && rounds <= 1 << 20 && rounds.nonzeroBitCount == 1 && (1...16).contains(blockSize)
            && (1...4).contains(parallelism)
    }

    /// - Returns: `nil` where the memory cannot be had.
    func key(from secret: Data, salt: Data) -> SymmetricKey? {
        try? KDF.Scrypt.deriveKey(
            from: secret, salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize,
            parallelism: parallelism)
    }
}
