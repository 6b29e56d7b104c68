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
    /// Many are overdue together: this one, which still has time, is renewed then, or sooner where someone asks.
    case renewalPutOff(until: Date)
    /// The person, or a program in need of a token, asks for a refresh now. Only the person may cut a pause short.
    case refreshRequested(byPerson: Bool)
    /// New tokens came, and when they were asked for; `nil` where that was just now.
    case refreshed(TokenResponse, askedAt: Date? = nil)
    case refreshFailed(AuthFailure)
    /// The refresh token did not leave this machine.
    case refreshNotSent(Unsent)
    /// The server was asked when this refresh token ends, and answered; `nil` where it does not tell.
    case refreshDeadlineTold(Date?, of: Redacted)
    /// Who signed in was learned, after the session was there.
    case identityLearned(SessionRecord.Identity)
    /// The grant before this sign-in was revoked, or not, and why, in words.
    case grantBeforeEnded(complaint: String?)
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
    /// Store what is known beside the tokens; these and the mark stay as they are.
    case storeDetails(SessionRecord)
    case clearMark
    /// Keep an answer that nobody could read, sealed, for a person to look at.
    case keepUnread(UnreadAnswer)
    /// Remove the record.
    case forget
    /// Write into the event log, and tell those who listen.
    case log(LogEntry.Kind, String)
}
