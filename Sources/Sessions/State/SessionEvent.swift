import AuthCore
import Foundation
import Records
import SMART

/// What can happen to a session.
enum SessionEvent: Sendable {
    /// The keeper starts, or its vault was unlocked: what the vault held, and the rotation mark that stood. Nothing is done
    /// before `timePassed`, so that a session can be looked at without a request being sent.
    case loaded(SessionRecord?, markedAt: Date?)
    /// The endpoint is configured otherwise now: what that makes of a session whose client the server refused.
    case endpointChanged(SessionRecord.Ending?)
    /// The person was sent to a browser.
    case signInBegan
    /// The sign-in was refused, cancelled or timed out.
    case signInEnded
    /// The authorization code brought this.
    case accepted(SessionRecord)
    /// Time went by: whatever is due now happens.
    case timePassed
    /// The person, or a program in need of a token, asks for a refresh now. Only the person may cut a pause short.
    case refreshRequested(byPerson: Bool)
    /// The server sent new tokens (RFC 6749 section 5.1).
    case refreshed(TokenResponse)
    /// The request was made, and brought no tokens.
    case refreshFailed(AuthFailure)
    /// The refresh token did not leave this machine.
    case refreshNotSent(Unsent)
    /// The server was asked when this refresh token ends, and told.
    case refreshDeadlineTold(Date, of: Redacted)
    /// The person takes the other patient for right.
    case patientConfirmed
    /// The tokens are to be forgotten; whether they were revoked is the keeper's affair.
    case signedOut
    /// The vault was locked: nothing stays in memory.
    case locked
}

/// What the keeper must do, in the order given.
enum SessionEffect: Hashable, Sendable {
    /// Wait at the host's gate, write the rotation mark, durably, and send the refresh token at once.
    case requestTokens
    /// Ask the server when the new refresh token ends.
    case requestRefreshDeadline
    /// Store the record and clear the mark, in one transaction.
    case store(SessionRecord)
    /// Clear the mark: the answer that came shows that nothing was rotated.
    case clearMark
    /// Keep an answer that nobody could read, sealed, for a person to look at.
    case keepUnread(UnreadAnswer)
    /// Remove the record.
    case forget
    /// Write into the event log, and tell those who listen.
    case log(LogEntry.Kind, String)
}
