import AuthCore
import Foundation
import Records
import SMART

extension Session {
    /// Takes one event at its time and says what must be done about it.
    ///
    /// Any event may come in any state; one that has nothing to say there changes nothing.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: when, by the keeper's clock.
    ///   - jitter: a fresh random number from 0 to 1, used where a new renewal or try is planned.
    /// - Returns: the effects, in the order in which they are to be performed.
    mutating func handle(_ event: SessionEvent, at now: Date, jitter: Double) -> [SessionEffect] {
        switch event {
        case .loaded(let record, let markedAt):
            startAnew()
            self.jitter = jitter
            self.record = record
            answerLostAt = markedAt
            lastError = record?.details.trouble.map { SessionSnapshot.Failure(at: $0.lastTry, message: $0.message) }
            return []
        case .endpointChanged(let ending):
            return endpointChanged(endingIn: ending)
        case .signInBegan:
            isSigningIn = !isLocked
            return []
        case .signInEnded:
            isSigningIn = false
            return []
        case .accepted(let record):
            return accepted(record, jitter: jitter)
        case .timePassed:
            return timePassed(at: now)
        case .renewalPutOff(let time):
            putOffUntil = time
            return []
        case .refreshRequested(let byPerson):
            return refreshRequested(byPerson: byPerson, at: now)
        case .refreshed(let response, let asked):
            return refreshed(response, askedAt: min(asked ?? now, now), at: now, jitter: jitter)
        case .refreshFailed(let failure):
            return refreshFailed(failure, at: now, jitter: jitter)
        case .refreshNotSent(let reason):
            return refreshNotSent(reason, at: now, jitter: jitter)
        case .refreshDeadlineTold(let deadline, let token):
            return refreshDeadlineTold(deadline, of: token)
        case .identityLearned(let identity):
            return identityLearned(identity)
        case .grantBeforeEnded(let complaint):
            return grantBeforeEnded(complaint)
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

    /// Forgets everything but a sign-in that is under way, which the keeper goes on with.
    private mutating func startAnew() {
        let isSigningIn = isSigningIn
        self = Session(id: id)
        self.isSigningIn = isSigningIn
    }

    /// A refused client gets another chance; a request that is under way goes on, and so does what is unknown of one before.
    private mutating func endpointChanged(endingIn ending: SessionRecord.Ending?) -> [SessionEffect] {
        guard record?.details.ending?.kind == .misconfigured else { return [] }
        record?.details.ending = ending
        record?.details.trouble = nil
        hindrance = nil
        return storeBesideTokens()
    }

    /// Starts over with what the sign-in brought; trouble and ending of the time before are gone, the log says that it
    /// was again.
    private mutating func accepted(_ record: SessionRecord, jitter: Double) -> [SessionEffect] {
        let before = self.record?.details.ending
        var record = record
        record.details.revokingEndsSuccessor = self.record?.details.revokingEndsSuccessor
        self = Session(id: id)
        self.jitter = jitter
        self.record = record
        // The access mode is compared on its own: a refresh token may come without the scope that asks for it.
        let comparison = ScopeComparison(
            requested: record.details.requestedScopes.asking(for: .none),
            granted: record.details.grantedScopes.asking(for: .none))
        let refused = comparison.missing.words.count
        let words =
            (before == nil ? "signed in" : "signed in again")
            + (refused == 0 ? "" : ", refused: \(comparison.missing.text(atMost: 20))")
        return [.store(record), .log(.signedIn, words)]
    }

    /// Does what is due: takes a lapse back, warns of one, lapses, or begins a refresh.
    private mutating func timePassed(at now: Date) -> [SessionEffect] {
        var effects = takeBackLapse(at: now) + warnOfLapse(at: now)
        guard let details = record?.details, !isRefreshing else { return effects }
        if details.ending == nil, now >= details.accessExpiresAt, !canRefresh(at: now) {
            return effects + lapse(of: details, at: now)
        }
        if let due = nextRefresh(at: now), now >= due { effects += beginRefresh() }
        return effects
    }

    /// What the clock alone ends; whether an answer was lost before stays unknown, since the token may be tried again.
    private mutating func lapse(of details: SessionRecord.Details, at now: Date) -> [SessionEffect] {
        let reason = reasonForLapse(of: details)
        hindrance = nil
        record?.details.trouble = nil
        record?.details.ending = SessionRecord.Ending(
            kind: .lapsed, reason: reason, at: now,
            deadline: max(details.accessExpiresAt, details.refreshExpiresAt ?? details.accessExpiresAt))
        return storeBesideTokens() + [.log(.lapsed, reason)]
    }

    /// Takes back a lapse that only a clock ahead of its time had called: no server has refused the token.
    private mutating func takeBackLapse(at now: Date) -> [SessionEffect] {
        guard !isRefreshing, record?.details.ending != nil, ending(at: now) == nil else { return [] }
        record?.details.ending = nil
        return storeBesideTokens() + [.log(.clockStepped, "the clock was set back, and the token has time left")]
    }

    /// Why nothing can renew the session any more, by what was granted.
    private func reasonForLapse(of details: SessionRecord.Details) -> String {
        if record?.refreshToken != nil { return "the refresh token's time ran out" }
        switch details.granted.mode {
        case .none: return "the access token expired and there is no refresh token"
        case .online: return "online access ended with the Stoke that held it"
        case .offline: return "the access token expired and the refresh token is gone"
        }
    }

    /// Begins a refresh, unless one is under way or nothing can be refreshed; a program does not cut a pause short.
    private mutating func refreshRequested(byPerson: Bool, at now: Date) -> [SessionEffect] {
        // Where the clock alone ended the session the server is asked all the same: it knows better.
        guard !isRefreshing, !isLocked, record?.refreshToken != nil, copyWords == nil else { return [] }
        if !byPerson, let nextTry = nextTry(at: now), now < nextTry { return [] }
        if !byPerson, record?.details.ending?.kind == .misconfigured, trouble == nil { return [] }
        return beginRefresh()
    }

    /// One refresh at a time (rule 3): what asks meanwhile finds `isRefreshing` set.
    private mutating func beginRefresh() -> [SessionEffect] {
        isRefreshing = true
        putOffUntil = nil
        return [.requestTokens]
    }

    /// Takes who signed in, whatever became of the tokens meanwhile.
    private mutating func identityLearned(_ identity: SessionRecord.Identity) -> [SessionEffect] {
        guard record != nil else { return [] }
        record?.details.identity = identity
        return storeBesideTokens()
    }

    /// Notes what became of the grant before; one that was revoked may have taken this one with it, which the next renewal shows.
    private mutating func grantBeforeEnded(_ complaint: String?) -> [SessionEffect] {
        guard record != nil else { return [] }
        grantBefore = complaint
        guard let complaint else {
            if record?.details.refreshCount == 0 { record?.details.revokedGrantBefore = true }
            return storeBesideTokens() + [.log(.revoked, "the grant before was revoked")]
        }
        return [.log(.revoked, "the grant before stays as it is: \(complaint)")]
    }

    /// Makes the other patient the session's own (rule 4).
    private mutating func patientConfirmed() -> [SessionEffect] {
        guard let patient = record?.details.unconfirmedPatient else { return [] }
        record?.details.unconfirmedPatient = nil
        record?.details.context.patient = patient
        return storeBesideTokens() + [.log(.patientChanged, "the change of patient was confirmed")]
    }

    /// Forgets what is held.
    ///
    /// A locked session stays: what the vault holds cannot be removed from it now.
    private mutating func signedOut() -> [SessionEffect] {
        guard !isLocked else { return [] }
        let held = record != nil || damage != nil
        startAnew()
        return held ? [.forget, .log(.signedOut, "signed out")] : []
    }

    /// Ends the session until the person signs in again, with the reason kept.
    mutating func end(_ kind: SessionRecord.Ending.Kind, because reason: String, at now: Date) -> [SessionEffect] {
        hindrance = nil
        isRefreshing = false
        record?.details.ending = SessionRecord.Ending(kind: kind, reason: reason, at: now)
        if kind != .misconfigured {
            record?.details.trouble = nil
            // A refused client says nothing of a rotation that was cut off before.
            answerLostAt = nil
        }
        let entry: LogEntry.Kind =
            switch kind {
            case .lapsed: .lapsed
            case .interrupted: .interrupted
            case .misconfigured: .misconfigured
            }
        return storeBesideTokens() + [.log(entry, reason)]
    }

    /// Stores what changed beside the tokens.
    ///
    /// While an answer is awaited or was lost the rotation mark must stand, and the tokens as they are stored beside it.
    func storeBesideTokens() -> [SessionEffect] {
        guard let record else { return [] }
        return [isRefreshing || answerLostAt != nil ? .storeDetails(record) : .store(record)]
    }
}
