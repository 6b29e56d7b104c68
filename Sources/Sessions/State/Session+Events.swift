import AuthCore
package import Foundation
import SMART
import Vault

extension Session {
    /// Takes one event at its time and says what must be done about it.
    ///
    /// - Parameter jitter: a fresh random number from 0 to 1, used where a new renewal or try is planned.
    package mutating func handle(_ event: SessionEvent, at now: Date, jitter: Double) -> [SessionEffect] {
        switch event {
        case .loaded(let record, let markedAt):
            self = Session(id: id)
            self.jitter = jitter
            self.record = record
            answerLostAt = markedAt
            return []
        case .signInBegan:
            isSigningIn = !isLocked
            return []
        case .signInEnded:
            isSigningIn = false
            return timePassed(at: now)
        case .accepted(let record):
            return accepted(record, jitter: jitter)
        case .timePassed:
            return timePassed(at: now)
        case .refreshRequested(let byPerson):
            return refreshRequested(byPerson: byPerson, at: now)
        case .refreshed(let response):
            return refreshed(response, at: now, jitter: jitter)
        case .refreshFailed(let failure):
            return refreshFailed(failure, at: now, jitter: jitter)
        case .patientConfirmed:
            return patientConfirmed()
        case .signedOut:
            return signedOut()
        case .locked:
            self = Session(id: id)
            isLocked = true
            return []
        }
    }

    private mutating func accepted(_ record: SessionRecord, jitter: Double) -> [SessionEffect] {
        let before = self.record?.details.ending
        self = Session(id: id)
        self.jitter = jitter
        self.record = record
        let comparison = ScopeComparison(
            requested: record.details.requestedScopes, granted: record.details.grantedScopes)
        let refused = comparison.missing.words.count
        let words =
            (before == nil ? "signed in" : "signed in again") + (refused == 0 ? "" : ", refused: \(comparison.missing)")
        return [.store(record), .log(.signedIn, words)]
    }

    private mutating func timePassed(at now: Date) -> [SessionEffect] {
        guard let details = record?.details, details.ending == nil, !isRefreshing else { return [] }
        if now >= details.accessExpiresAt, !canRefresh(at: now) {
            return end(.lapsed, because: reasonForLapse(of: details), at: now)
        }
        var effects = warnOfLapse(at: now)
        if let due = nextRefresh(at: now), now >= due { effects += beginRefresh() }
        return effects
    }

    private func reasonForLapse(of details: SessionRecord.Details) -> String {
        if record?.refreshToken != nil { return "the refresh token's time ran out" }
        switch details.granted.mode {
        case .none: return "the access token expired and there is no refresh token"
        case .online: return "online access ended with the Stoke that held it"
        case .offline: return "the access token expired and the refresh token is gone"
        }
    }

    private mutating func refreshRequested(byPerson: Bool, at now: Date) -> [SessionEffect] {
        guard !isRefreshing, !isLocked, canRefresh(at: now) else { return [] }
        if !byPerson {
            guard record?.details.ending == nil, trouble.map({ now >= $0.nextTry }) ?? true else { return [] }
        }
        return beginRefresh()
    }

    private mutating func beginRefresh() -> [SessionEffect] {
        isRefreshing = true
        return [.markRotation, .requestTokens]
    }

    private mutating func patientConfirmed() -> [SessionEffect] {
        guard let patient = record?.details.unconfirmedPatient else { return [] }
        record?.details.unconfirmedPatient = nil
        record?.details.context.patient = patient
        guard let record else { return [] }
        return [.store(record), .log(.patientChanged, "the change of patient was confirmed")]
    }

    private mutating func signedOut() -> [SessionEffect] {
        let held = record != nil
        self = Session(id: id)
        return held ? [.forget, .log(.signedOut, "signed out")] : []
    }

    /// Ends the session until the person signs in again, with the reason kept.
    mutating func end(_ kind: SessionRecord.Ending.Kind, because reason: String, at now: Date) -> [SessionEffect] {
        trouble = nil
        isRefreshing = false
        record?.details.ending = SessionRecord.Ending(kind: kind, reason: reason, at: now)
        // A refused client is the endpoint's fault, not the token's.
        if kind != .misconfigured { record?.refreshToken = nil }
        guard let record else { return [] }
        let entry: LogEntry.Kind =
            switch kind {
            case .lapsed: .lapsed
            case .interrupted: .interrupted
            case .misconfigured: .misconfigured
            }
        return [.store(record), .log(entry, reason)]
    }
}
