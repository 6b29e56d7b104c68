import AuthCore
import Foundation
import Records
import SMART

/// One session and the rules of its life, as a value: events go in with the time they happened, effects come out.
///
/// It does no I/O and reads no clock. The keeper performs the effects in order and feeds their outcome back.
struct Session: Sendable {
    let id: SessionID
    /// What is held; `nil` while signed out or locked.
    var record: SessionRecord? {
        didSet { comparedScopes.follow(record?.details) }
    }
    /// What was asked for against what is granted.
    private(set) var comparedScopes = ComparedScopes()
    /// The vault is locked; nothing is held then.
    var isLocked = false
    /// An authorization is under way; what is held stays and is renewed meanwhile.
    var isSigningIn = false
    /// A refresh token is on its way to the server.
    var isRefreshing = false
    /// What goes wrong with renewing now; `nil` while nothing does.
    var trouble: Trouble?
    /// The last failure, kept after recovery to be shown.
    var lastError: SessionSnapshot.Failure?
    /// When a rotation was cut off: a refresh token was sent and no answer was stored.
    var answerLostAt: Date?
    /// From 0 to 1; spreads renewals.
    var jitter: Double = 0
    /// Whether the last renewal moved the lapse away, so that only failing renewals bring it near.
    var renewalMovesLapse = false
    /// What was known when the last renewal brought a refresh token whose deadline has to be asked for.
    var detailsBeforeDeadline: SessionRecord.Details?

    /// Refreshes that failed in a row.
    struct Trouble: Hashable, Sendable {
        /// How many; the backoff grows by them.
        var failures: Int
        /// The last failure in one sentence, which names the server where one had a part in it.
        var message: String
        /// What it comes to for a program in need of a token.
        var code = KeeperError.Code.unavailable
        var lastTry: Date
        var nextTry: Date
        /// Since when the server has refused without an OAuth error that says why.
        var unexplainedSince: Date?

        /// Whether that had gone on for so long at the last try that it was said, and tries are an hour apart.
        var patienceEnded: Bool {
            unexplainedSince.map { lastTry.timeIntervalSince($0) >= RefreshTiming.patienceWithUnexplainedRefusals }
                ?? false
        }
    }

    init(id: SessionID) {
        self.id = id
    }

    /// The state at that time: reckoned, never stored, so that it cannot be out of date.
    func state(at now: Date) -> SessionState {
        if isLocked { return .locked }
        if isSigningIn { return .signingIn }
        guard let details = record?.details else { return .signedOut }
        switch details.ending?.kind {
        case .lapsed: return .lapsed
        case .interrupted: return .interrupted
        case .misconfigured: return .misconfigured
        case nil: break
        }
        if now < details.accessExpiresAt { return .live }
        return canRefresh(at: now) ? .stale : .lapsed
    }

    /// Whether a refresh token is held that is not known to have ended.
    func canRefresh(at now: Date) -> Bool {
        guard let record, record.refreshToken != nil else { return false }
        switch record.details.ending?.kind {
        case .lapsed, .interrupted: return false
        case .misconfigured, nil: return record.details.refreshExpiresAt.map { now < $0 } ?? true
        }
    }

    /// Whether the server has refused without saying why for so long that the person had better sign in again.
    func isRefusedUnexplained(at now: Date) -> Bool {
        guard let since = trouble?.unexplainedSince else { return false }
        return now.timeIntervalSince(since) >= RefreshTiming.patienceWithUnexplainedRefusals
    }

    /// When the next refresh is due by itself; `nil` where none will be tried.
    func nextRefresh(at now: Date) -> Date? {
        guard canRefresh(at: now), !isRefreshing, !isLocked, let details = record?.details, details.ending == nil else {
            return nil
        }
        if let trouble { return nextTry(after: trouble, at: now) }
        // A rotation cut off before the start: the sooner the old token is tried, the likelier it is still taken.
        if answerLostAt != nil || clockWasSetBack(at: now) { return now }
        return renewal(of: details)
    }

    /// Whether the clock was set back to before the access token came: nobody can tell how long it still lives.
    func clockWasSetBack(at now: Date) -> Bool {
        record.map { Self.isAhead($0.details.accessReceivedAt, of: now) } ?? false
    }

    /// The end of a pause; at once where the clock was set back during it, lest it last for as much longer.
    func nextTry(after trouble: Trouble, at now: Date) -> Date {
        Self.isAhead(trouble.lastTry, of: now) ? now : trouble.nextTry
    }

    /// Whether what has happened seems yet to come, by more than clocks differ.
    private static func isAhead(_ past: Date, of now: Date) -> Bool {
        past.timeIntervalSince(now) > RefreshTiming.clockTolerance
    }

    /// Ahead of the access token's end, and ahead of the refresh token's own where that comes first.
    private func renewal(of details: SessionRecord.Details) -> Date {
        let received = details.accessReceivedAt
        let renewal = RefreshTiming.renewal(received: received, expiry: details.accessExpiresAt, jitter: jitter)
        guard let deadline = details.refreshExpiresAt, deadline.timeIntervalSince(received) > 2 else { return renewal }
        return min(renewal, RefreshTiming.renewal(received: received, expiry: deadline, jitter: jitter))
    }

    /// When `timePassed` is next worth sending.
    func nextDeadline(at now: Date) -> Date? {
        guard let details = record?.details, !isLocked, details.ending == nil else { return nil }
        let expiry = details.accessExpiresAt > now ? details.accessExpiresAt : nil
        let lapse = details.refreshExpiresAt.flatMap { $0 > now ? $0 : nil }
        return [nextRefresh(at: now), expiry, lapse, nextLapseWarning(at: now)].compactMap { $0 }.min()
    }

    /// When the person will have to sign in again; `nil` where no deadline is known.
    var lapsesAt: Date? {
        guard let record, record.details.ending == nil else { return nil }
        guard record.refreshToken != nil else { return record.details.accessExpiresAt }
        return record.details.refreshExpiresAt.map { max($0, record.details.accessExpiresAt) }
    }
}
