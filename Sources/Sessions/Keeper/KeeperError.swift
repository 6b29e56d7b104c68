package import AuthCore
package import Records

/// A refusal or failure of the keeper, worded for the person: what happened, where, and what to do next.
package struct KeeperError: Error, CustomStringConvertible {
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
        /// The caller called it off.
        case cancelled
        /// Anything else (exit 1).
        case failed
    }

    /// What callers act by.
    package let code: Code
    /// Whose failure it is; `nil` where it concerns no single session.
    package let session: SessionID?
    /// What happened and what to do next, without the session's name.
    package let message: String
    /// The failure underneath, where there is one.
    package let cause: (any Error)?

    /// A failure in words of the keeper's own, with what lies underneath.
    package init(_ code: Code, session: SessionID? = nil, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.session = session
        self.message = message
        self.cause = cause
    }

    /// The message, after the session's name where there is one.
    package var description: String {
        session.map { "\($0): \(message)" } ?? message
    }
}

extension KeeperError {
    /// What a server's failure comes to.
    ///
    /// Only what passes by itself is `unavailable`; any other answer is one that the person has to see.
    package init(_ failure: AuthFailure, session: SessionID? = nil) {
        let code: Code =
            switch failure.verdict {
            case .passing: .unavailable
            case .unexplained, .grantRefused, .clientRefused, .refused, .nonsense: .refused
            }
        self.init(code, session: session, failure.description, cause: failure)
    }

    /// What a failure of the store comes to.
    ///
    /// A store that is only looked at, or that another process writes to, is `unsafe`; what is left to its keeper is
    /// `unavailable`, since that keeper may do it at any moment.
    package init(_ error: StoreError, session: SessionID? = nil) {
        let code: Code =
            switch error.code {
            case .locked: .vaultLocked
            case .leftToKeeper: .unavailable
            case .readOnly, .busy: .unsafe
            case .damaged, .noSuchSession, .full, .refused: .failed
            }
        self.init(code, session: session, error.message, cause: error)
    }

    /// The caller gave up waiting; what was asked of a server goes on.
    static func cancelled(_ session: SessionID? = nil) -> KeeperError {
        KeeperError(.cancelled, session: session, "Cancelled")
    }
}
