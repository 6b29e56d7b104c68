package import Foundation

/// One line of the event log.
///
/// It never holds a token, a code or a secret.
package struct LogEntry: Hashable, Codable, Sendable {
    /// What happened.
    ///
    /// The raw values are in vaults: a kind may be added, and none renamed.
    package enum Kind: String, Hashable, Codable, Sendable {
        case signedIn, renewed, renewalFailed, lapseNear, lapsed, interrupted, misconfigured, signedOut, handedOff
        case patientChanged, endpointAdded, endpointRemoved, clockStepped, revoked
    }

    /// How many entries a store keeps, the newest.
    package static let limit = 10_000

    /// When it happened, by the clock of the process that noted it.
    package var time: Date
    package var kind: Kind
    /// Whom it is about; `nil` where it concerns all.
    package var session: SessionID?
    /// The event in words, without the session's name.
    package var message: String

    package init(time: Date, kind: Kind, session: SessionID?, message: String) {
        self.time = time
        self.kind = kind
        self.session = session
        self.message = message
    }
}
