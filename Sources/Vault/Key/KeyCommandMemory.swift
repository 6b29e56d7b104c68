import Crypto
import Foundation
import Home
import SMART

/// The key commands that the person let open this vault, remembered in the home and outside of the vault's file.
///
/// The command stands in the clear in that file, and is run to get the very key that would tell whether the file is whole. So it
/// is run only where the whole envelope (command, cost, salt, sealed key) lies where the person put it: a file that was altered
/// in a backup or a synchronised folder, or that came from elsewhere, runs nothing.
struct KeyCommandMemory: Hashable, Sendable {
    let file: URL

    /// Whether the person chose this envelope for the vault at that place.
    ///
    /// - Throws: ``HomeError`` where others may write to the memory, or it cannot be read.
    func knows(_ envelope: KeyEnvelope, ofVaultAt vault: URL) throws(HomeError) -> Bool {
        guard FileManager.default.fileExists(atPath: file.path) else { return false }
        try Privacy.checkFile(file)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw HomeError(.refused, "\(file.path) cannot be read")
        }
        return text.split(separator: "\n").contains(Substring(Self.fingerprint(of: envelope, ofVaultAt: vault)))
    }

    /// Remembers these, of which those that no command opens need no remembering, and forgets all others.
    ///
    /// - Throws: ``HomeError``.
    func remember(_ envelopes: [KeyEnvelope], ofVaultAt vault: URL) throws(HomeError) {
        let lines = envelopes.filter { $0.kind.isCommand }.map { Self.fingerprint(of: $0, ofVaultAt: vault) }
        let isThere = FileManager.default.fileExists(atPath: file.path)
        if lines.isEmpty {
            if isThere { try DurableFile.remove(file) }
        } else {
            let head = "# The key command of the vault that may be run: see stoke vault trust --help"
            try DurableFile.write(([head] + lines).joined(separator: "\n") + "\n", to: file)
        }
    }

    /// A digest of all that the envelope holds, and of where the vault is.
    static func fingerprint(of envelope: KeyEnvelope, ofVaultAt vault: URL) -> String {
        let place = vault.resolvingSymlinksInPath().standardizedFileURL.path
        let parts = AssociatedData([
            Data("stoke key command 1".utf8), Data(place.utf8), envelope.binding.bytes, envelope.sealedKey,
        ])
        return SHA256.hash(data: parts.bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension VaultKeySource.Kind {
    fileprivate var isCommand: Bool {
        if case .command = self { true } else { false }
    }
}
