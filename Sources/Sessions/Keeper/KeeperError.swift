package import Vault

/// A refusal or failure of the keeper, worded for the person: what happened, where, and what to do next.
package struct KeeperError: Error, Hashable, CustomStringConvertible {
    /// What kind of failure it is; each maps to one exit code of the command line.
    package enum Code: Hashable, Sendable {
        /// Sign-in is needed (exit 3).
        case signInNeeded
        /// The vault is locked or the passphrase is wrong (exit 4).
        case vaultLocked
        case wrongPassphrase
        /// Server or network unavailable; later may work (exit 5).
        case unavailable
        /// No such endpoint or session (exit 6).
        case notFound
        /// The server refused or answered nonsense (exit 7).
        case refused
        /// Refused here for safety (exit 8).
        case unsafe
        /// Anything else (exit 1).
        case failed
    }

    package let code: Code
    package let session: SessionID?
    package let message: String

    package init(_ code: Code, session: SessionID? = nil, _ message: String) {
        self.code = code
        self.session = session
        self.message = message
    }

    package var description: String {
        session.map { "\($0): \(message)" } ?? message
    }
}
