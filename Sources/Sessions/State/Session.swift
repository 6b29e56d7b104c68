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
    /// What is damaged in the vault, in words, where that is why nothing is held.
    var damage: String?
    /// The vault is locked; nothing is held then.
    var isLocked = false
    /// An authorization is under way; what is held stays and is renewed meanwhile.
    var isSigningIn = false
    /// A refresh token is on its way to the server.
    var isRefreshing = false
    /// Why refreshes did not leave this machine; `nil` once one did.
    var hindrance: Hindrance?
    /// Until when an overdue renewal makes room for others.
    var putOffUntil: Date?
    /// Why the grant before this sign-in was not revoked, in words.
    var grantBefore: String?
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

    /// Refreshes in a row that did not leave this machine; no other process has to know of them.
    struct Hindrance: Hashable, Sendable {
        var times: Int
        var reason: Unsent
        var lastTry: Date
        var nextTry: Date
    }

    init(id: SessionID) {
        self.id = id
    }

    /// Refreshes that the server failed in a row.
    var trouble: SessionRecord.Trouble? { record?.details.trouble }

    /// Why the refresh token of a vault that was copied is not sent, in words; `nil` where it may be.
    var copyWords: String? {
        guard let details = record?.details, details.copiedAt != nil, record?.refreshToken != nil else { return nil }
        return
            "the vault was restored from a copy or moved, so its refresh token may be spent already, and using a spent one "
            + "can end the session everywhere; let it be used: stoke vault accept, or sign in again: stoke login \(id)"
    }

    /// The state at that time: reckoned, never stored, so that it cannot be out of date.
    func state(at now: Date) -> SessionState {
        if isLocked { return .locked }
        if isSigningIn { return .signingIn }
        guard let details = record?.details else { return damage == nil ? .signedOut : .damaged }
        switch ending(at: now)?.kind {
        case .lapsed: return .lapsed
        case .interrupted: return .interrupted
        case .misconfigured: return .misconfigured
        case nil: break
        }
        if now < details.accessExpiresAt { return .live }
        return canRefresh(at: now) ? .stale : .lapsed
    }

    /// Whether the server has refused without saying why for so long that the person had better sign in again.
    var isRefusedUnexplained: Bool { trouble?.patienceEnded == true }

    /// Whether the clock was set back to before the access token came: nobody can tell how long it still lives.
    func clockWasSetBack(at now: Date) -> Bool {
        record.map { Self.isAhead($0.details.accessReceivedAt, of: now) } ?? false
    }

    static func isAhead(_ past: Date, of now: Date) -> Bool {
        past.timeIntervalSince(now) > RefreshTiming.clockTolerance
    }

    /// When the person will have to sign in again; `nil` where no deadline is known.
    var lapsesAt: Date? {
        guard let record, record.details.ending.map({ deadline(of: $0) != nil }) ?? true else { return nil }
        guard record.refreshToken != nil else { return record.details.accessExpiresAt }
        return record.details.refreshExpiresAt.map { max($0, record.details.accessExpiresAt) }
    }
}

// MARK: - What has ended

extension Session {
    /// What ended the session; `nil` also where only a clock ahead of its time did, and it is right again.
    func ending(at now: Date) -> SessionRecord.Ending? {
        guard let ending = record?.details.ending else { return nil }
        guard let deadline = deadline(of: ending), now < deadline else { return ending }
        // Of an access token alone nobody could say whether it ended meanwhile.
        return record?.refreshToken == nil && clockWasSetBack(at: now) ? ending : nil
    }

    /// What ran out, where the clock alone ended the session and no server said anything.
    func deadline(of ending: SessionRecord.Ending) -> Date? {
        guard ending.kind == .lapsed else { return nil }
        return ending.deadline ?? (record?.refreshToken == nil ? nil : record?.details.refreshExpiresAt)
    }

    /// Whether a refresh token is held that is not known to have ended.
    func canRefresh(at now: Date) -> Bool {
        guard let record, record.refreshToken != nil else { return false }
        switch ending(at: now)?.kind {
        case .lapsed, .interrupted: return false
        case .misconfigured, nil: return record.details.refreshExpiresAt.map { now < $0 } ?? true
        }
    }
}

// MARK: - What is due

extension Session {
    /// When the next refresh is due by itself; `nil` where none will be tried.
    func nextRefresh(at now: Date) -> Date? {
        guard canRefresh(at: now), !isRefreshing, !isLocked, let details = record?.details,
            details.copiedAt == nil
        else { return nil }
        if let nextTry = nextTry(at: now) { return nextTry }
        guard ending(at: now) == nil else { return nil }
        // A rotation cut off before the start: the sooner the old token is tried, the likelier it is still taken.
        if answerLostAt != nil || clockWasSetBack(at: now) { return now }
        let renewal = renewal(of: details)
        guard let putOffUntil, putOffUntil.timeIntervalSince(now) <= RefreshTiming.longestSpread else { return renewal }
        return max(renewal, putOffUntil)
    }

    /// The end of the pause after what failed last; `nil` where nothing did.
    ///
    /// It has come where the clock was set back during the pause, lest that last for as much longer.
    func nextTry(at now: Date) -> Date? {
        let pauses = [
            trouble.map { Self.isAhead($0.lastTry, of: now) ? now : $0.nextTry },
            hindrance.map { Self.isAhead($0.lastTry, of: now) ? now : $0.nextTry },
        ]
        return pauses.compactMap(\.self).max()
    }

    /// Ahead of the access token's end, and ahead of the refresh token's own where that comes first.
    private func renewal(of details: SessionRecord.Details) -> Date {
        let received = details.accessReceivedAt
        let lifetime = details.accessExpiresAt.timeIntervalSince(received)
        let answered = details.lastRefreshAt ?? details.signedInAt
        let renewal = max(
            answered.addingTimeInterval(RefreshTiming.leastPause(forLifetime: lifetime)),
            RefreshTiming.renewal(received: received, expiry: details.accessExpiresAt, jitter: jitter))
        guard let deadline = details.refreshExpiresAt, deadline.timeIntervalSince(received) > 2 else { return renewal }
        return min(renewal, RefreshTiming.renewal(received: received, expiry: deadline, jitter: jitter))
    }

    /// When `timePassed` is next worth sending.
    func nextDeadline(at now: Date) -> Date? {
        guard let details = record?.details, !isLocked else { return nil }
        guard ending(at: now) == nil else { return nextRefresh(at: now) }
        let expiry = details.accessExpiresAt > now ? details.accessExpiresAt : nil
        let lapse = details.refreshExpiresAt.flatMap { $0 > now ? $0 : nil }
        return [nextRefresh(at: now), expiry, lapse, nextLapseWarning(at: now)].compactMap { $0 }.min()
    }

    /// Whether a renewal should have been by now, and the access token lives on.
    func isOverdueWithTimeLeft(at now: Date) -> Bool {
        guard let details = record?.details, details.accessExpiresAt.timeIntervalSince(now) > 2,
            nextTry(at: now) == nil,
            answerLostAt == nil, !clockWasSetBack(at: now)
        else { return false }
        return nextRefresh(at: now).map { $0 <= now } ?? false
    }

    /// When to make an overdue renewal that can wait: within half of what the tokens have left, and a minute.
    func spreadRenewal(at now: Date, by jitter: Double) -> Date {
        guard let details = record?.details else { return now }
        let left = min(details.accessExpiresAt, details.refreshExpiresAt ?? .distantFuture).timeIntervalSince(now)
        return now.addingTimeInterval(jitter * max(0, min(RefreshTiming.longestSpread, left / 2)))
    }
}

extension SessionRecord.Trouble {
    /// Whether unexplained refusals had gone on for so long at the last try that it was said, and tries are an hour apart.
    var patienceEnded: Bool {
        unexplainedSince.map { lastTry.timeIntervalSince($0) >= RefreshTiming.patienceWithUnexplainedRefusals } ?? false
    }
}
