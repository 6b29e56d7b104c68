import AuthCore
import Foundation
import Records
import SMART

extension Session {
    /// Takes the answer to a refresh that was asked for at `asked`.
    ///
    /// What the server leaves out stays as it was.
    mutating func refreshed(
        _ response: TokenResponse, askedAt asked: Date, at now: Date, jitter: Double
    ) -> [SessionEffect] {
        guard isRefreshing, var record else { return [] }
        let rotated = response.refreshToken.map { $0 != record.refreshToken } ?? false
        var changes: [SessionEffect] = []
        if let patient = response.context.patient, let before = record.details.context.patient, patient != before {
            record.details.unconfirmedPatient = patient
            changes.append(
                .log(
                    .patientChanged,
                    "\(record.details.authorizationServer) answered for another patient (\(patient), before: \(before))"
                ))
        } else if response.context.patient != nil {
            record.details.unconfirmedPatient = nil
        }
        let before = record.details
        record.renew(with: response, askedAt: asked, at: now)
        renewalMovesLapse = record.details.isLater(than: before)
        let asksForDeadline = record.details.refreshExpiresAt == nil && record.details.introspectionEndpoint != nil
        if before.refreshExpiresAt != nil { detailsBeforeDeadline = asksForDeadline ? before : nil }
        let narrowed = ScopeComparison(requested: before.grantedScopes, granted: record.details.grantedScopes).missing
        self.record = record
        self.jitter = jitter
        isRefreshing = false
        hindrance = nil
        answerLostAt = nil
        let token = rotated ? "with a new refresh token" : "refresh token kept"
        let scopes = narrowed.isEmpty ? "" : ", no longer granted: \(narrowed.text(atMost: 20))"
        let oddity = response.oddity.map { "; \($0)" } ?? ""
        return [.store(record), .log(.renewed, "renewed, \(token)\(scopes)\(oddity)")] + changes
            + (asksForDeadline ? [.requestRefreshDeadline] : [])
    }

    /// Takes the deadline of a refresh token that came without one.
    ///
    /// An answer about an earlier token says nothing. A server that does not tell of the first one is not asked again.
    mutating func refreshDeadlineTold(_ deadline: Date?, of token: Redacted) -> [SessionEffect] {
        guard var details = record?.details, record?.refreshToken == token, details.ending == nil,
            details.refreshExpiresAt == nil
        else { return [] }
        guard let deadline else {
            guard details.refreshCount == 0 else { return [] }
            record?.details.introspectionEndpoint = nil
            return storeBesideTokens()
        }
        if let before = detailsBeforeDeadline {
            // Warnings that were given of the same deadline are not given again.
            details.refreshExpiresAt = before.refreshExpiresAt
            details.warnedBeforeLapse = before.warnedBeforeLapse
        }
        record?.details = details
        record?.setRefreshDeadline(deadline)
        renewalMovesLapse = detailsBeforeDeadline.map { record?.details.isLater(than: $0) == true } ?? false
        detailsBeforeDeadline = nil
        return storeBesideTokens()
    }

    /// Takes a failed refresh: only `invalid_grant` ends the refresh token, and a refused client rests the endpoint.
    mutating func refreshFailed(_ failure: AuthFailure, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, record != nil else { return [] }
        isRefreshing = false
        hindrance = nil
        self.jitter = jitter
        lastError = SessionSnapshot.Failure(at: now, message: failure.message)
        return keep(failure) + conclude(failure, at: now)
    }

    /// Has an answer kept that could not be understood, and says once where to look at it.
    private func keep(_ failure: AuthFailure) -> [SessionEffect] {
        guard let answer = failure.unread else { return [] }
        guard trouble?.message != failure.message else { return [.keepUnread(answer)] }
        let words = "what \(failure.server) answered is kept; to look at it: stoke vault unread \(id)"
        return [.keepUnread(answer), .log(.renewalFailed, words)]
    }

    /// Does what a failure asks for, and notes an answer that was lost: what is refused next was then perhaps used up.
    private mutating func conclude(_ failure: AuthFailure, at now: Date) -> [SessionEffect] {
        if failure.answerWasLost, answerLostAt == nil { answerLostAt = now }
        switch failure.verdict {
        case .grantRefused(let error): return refreshTokenRefused(error, by: failure.server, at: now)
        case .clientRefused(let error): return clientRefused(error, by: failure.server, at: now)
        case .passing, .unexplained, .refused, .nonsense: return tryAgain(after: failure, at: now)
        }
    }

    /// Ends the session: interrupted where an earlier answer was lost, else lapsed (rule 2).
    private mutating func refreshTokenRefused(_ error: OAuthError, by server: String, at now: Date) -> [SessionEffect] {
        record?.refreshToken = nil
        guard let lost = answerLostAt else {
            if record?.details.revokedGrantBefore == true {
                record?.details.revokingEndsSuccessor = true
                return end(
                    .lapsed,
                    because: "\(server) refused the refresh token: \(error); it ended perhaps with the grant before, "
                        + "which was revoked at sign-in and which the next sign-in will leave alone", at: now)
            }
            return end(.lapsed, because: "\(server) refused the refresh token: \(error)", at: now)
        }
        let time = lost.formatted(.iso8601)
        return end(
            .interrupted,
            because: "a renewal at \(time) was cut off, and \(server) no longer takes the old refresh token",
            at: now)
    }

    /// A refused client may be one during a maintenance: it is asked again, ever more rarely.
    private mutating func clientRefused(_ error: OAuthError, by server: String, at now: Date) -> [SessionEffect] {
        let reason = "\(server) refuses this client: \(error)"
        // Refusals in a row are told once; what the server did before them says nothing of their number.
        let before = record?.details.ending
        var trouble = trouble(after: reason, at: now, isUnexplained: false)
        if before?.kind != .misconfigured { trouble.failures = 1 }
        trouble.nextTry = now.addingTimeInterval(RefreshTiming.pauseAfterClientRefusal(trouble.failures))
        record?.details.trouble = trouble
        guard before?.kind != .misconfigured || before?.reason != reason else { return storeBesideTokens() }
        return end(.misconfigured, because: reason, at: now)
    }

    private mutating func tryAgain(after failure: AuthFailure, at now: Date) -> [SessionEffect] {
        let before = trouble
        var retryAfter: TimeInterval?
        if case .passing(let seconds) = failure.verdict { retryAfter = seconds }
        var trouble = trouble(after: failure.message, at: now, isUnexplained: failure.isUnexplained)
        trouble.nextTry = now.addingTimeInterval(pause(of: &trouble, retryAfter: retryAfter, at: now))
        record?.details.trouble = trouble
        let told = before.map { $0.message == trouble.message && $0.patienceEnded == trouble.patienceEnded } ?? false
        let log = told ? [] : [SessionEffect.log(.renewalFailed, explanation ?? trouble.message)]
        // The mark stays while it is unknown what the server made of the refresh token.
        return (answerLostAt == nil ? [.clearMark] : []) + (record.map { [.storeDetails($0)] } ?? []) + log
    }

    /// One failure more, with no pause yet.
    private func trouble(after message: String, at now: Date, isUnexplained: Bool) -> SessionRecord.Trouble {
        SessionRecord.Trouble(
            failures: (trouble?.failures ?? 0) + 1, message: message, since: trouble?.since ?? now, lastTry: now,
            nextTry: now, unexplainedSince: isUnexplained ? trouble?.unexplainedSince ?? now : nil,
            tookLastChance: trouble?.tookLastChance ?? false)
    }

    /// Seconds until the next try, which leaves the refresh token's own end in view.
    private func pause(
        of trouble: inout SessionRecord.Trouble, retryAfter: TimeInterval?, at now: Date
    ) -> TimeInterval {
        let pause =
            trouble.patienceEnded
            ? RefreshTiming.pauseAfterPatience
            : RefreshTiming.backoff(afterFailures: trouble.failures, retryAfter: retryAfter, jitter: jitter)
        guard let left = record?.details.refreshExpiresAt?.timeIntervalSince(now), left > 0 else { return pause }
        guard retryAfter != nil else { return RefreshTiming.shortened(pause, toLeaveTimeIn: left) }
        // A server that wants to be left alone beyond that end is asked once before it.
        let lastChance = RefreshTiming.lastChance(in: left)
        guard pause > lastChance, !trouble.tookLastChance else { return pause }
        trouble.tookLastChance = true
        return lastChance
    }

    /// Takes a refresh that did not leave this machine: the server knows nothing of it, and the mark says nothing of it.
    mutating func refreshNotSent(_ reason: Unsent, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, record != nil else { return [] }
        isRefreshing = false
        self.jitter = jitter
        let before = hindrance
        let times = (before?.times ?? 0) + 1
        var pause = RefreshTiming.backoff(afterFailures: times, retryAfter: nil, jitter: jitter)
        if let left = record?.details.refreshExpiresAt?.timeIntervalSince(now) {
            pause = RefreshTiming.shortened(pause, toLeaveTimeIn: left)
        }
        hindrance = Hindrance(times: times, reason: reason, lastTry: now, nextTry: now.addingTimeInterval(pause))
        return before?.reason.message == reason.message ? [] : [.log(.renewalFailed, reason.message)]
    }

    /// What goes wrong with renewing, in words; `nil` while all is well.
    var explanation: String? {
        if let hindrance { return hindrance.reason.message }
        guard let trouble else { return nil }
        guard isRefusedUnexplained else { return trouble.message }
        return "\(trouble.message), as it has for a while, without saying why; "
            + "sign in again, or wait: it is asked once an hour"
    }
}

extension AuthFailure {
    /// Whether the server refused without an OAuth error that says what of the token.
    fileprivate var isUnexplained: Bool {
        switch verdict {
        case .unexplained, .refused: true
        case .passing, .grantRefused, .clientRefused, .nonsense: false
        }
    }
}
