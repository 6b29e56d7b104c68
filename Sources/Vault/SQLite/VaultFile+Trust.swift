import Foundation
import SMART

extension VaultFile {
    /// Lets the vault's key command be run from now on.
    ///
    /// - Parameter command: what the person agreed to, to the letter.
    /// - Throws: ``VaultError`` with `unknownKeyCommand` where the vault names another command, or none; `missing`,
    ///   `fromTheFuture`, `file` or `store`.
    package func trust(_ command: String) throws(VaultError) {
        let envelope = try envelope(in: connect(readOnly: true, checking: .form))
        guard envelope.kind == .command(command) else {
            let named =
                switch envelope.kind {
                case .passphrase: "a passphrase, and no command, opens it"
                case .command(let other): "it names another command: \(other.cleaned)"
                }
            throw VaultError(.unknownKeyCommand, "\(url.path) was left as it is: \(named)")
        }
        try VaultError.wording(url.path) { try memory.remember([envelope], ofVaultAt: url) }
    }

    /// - Throws: ``VaultError`` with `unknownKeyCommand` where nobody has chosen what this envelope would have run.
    func requireTrust(in envelope: KeyEnvelope) throws(VaultError) {
        guard case .command(let text) = envelope.kind else { return }
        guard try VaultError.wording(url.path, { try memory.knows(envelope, ofVaultAt: url) }) else {
            throw VaultError(
                .unknownKeyCommand,
                """
                \(url.path) was altered, moved or made elsewhere, or by a Stoke before this one: its key command “\(text.cleaned)” \
                was not chosen here and is not run; if it is yours, run: stoke vault trust
                """)
        }
    }
}
