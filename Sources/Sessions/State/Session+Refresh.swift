import AuthCore
import Foundation
import Records
import SMART

extension Session {
    /// Takes the answer to a refresh.
    ///
    /// What the server leaves out stays as it was.
    /// Another patient than before is kept apart and holds the hand-off back (rule 4); fewer scopes are told in the
    /// log. It ends all trouble, and also an answer lost before.
    mutating func refreshed(_ response: TokenResponse, at now: Date, jitter: Double) -> [SessionEffect] {
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
        record.renew(with: response, at: now)
        renewalMovesLapse = record.details.isLater(than: before)
        let asksForDeadline = record.details.refreshExpiresAt == nil && record.details.introspectionEndpoint != nil
        if before.refreshExpiresAt != nil { detailsBeforeDeadline = asksForDeadline ? before : nil }
        let narrowed = ScopeComparison(requested: before.grantedScopes, granted: record.details.grantedScopes).missing
        self.record = record
        self.jitter = jitter
        isRefreshing = false
        trouble = nil
        answerLostAt = nil
        let token = rotated ? "with a new refresh token" : "refresh token kept"
        let scopes = narrowed.isEmpty ? "" : ", no longer granted: \(narrowed.text(atMost: 20))"
        let oddity = response.oddity.map { "; \($0)" } ?? ""
        return [.store(record), .log(.renewed, "renewed, \(token)\(scopes)\(oddity)")] + changes
            + (asksForDeadline ? [.requestRefreshDeadline] : [])
    }

    /// Takes the deadline of a refresh token that came without one.
    ///
    /// An answer about an earlier token says nothing.
    mutating func refreshDeadlineTold(_ deadline: Date, of token: Redacted) -> [SessionEffect] {
        guard var details = record?.details, record?.refreshToken == token, details.ending == nil,
            details.refreshExpiresAt == nil
        else { return [] }
        if let before = detailsBeforeDeadline {
            // Warnings that were given of the same deadline are not given again.
            details.refreshExpiresAt = before.refreshExpiresAt
            details.warnedBeforeLapse = before.warnedBeforeLapse
        }
        record?.details = details
        record?.setRefreshDeadline(deadline)
        renewalMovesLapse = detailsBeforeDeadline.map { record?.details.isLater(than: $0) == true } ?? false
        detailsBeforeDeadline = nil
        return storeUnlessAwaitingAnswer()
    }

    /// Takes a failed refresh: only `invalid_grant` ends the refresh token, and a refused client the endpoint.
    mutating func refreshFailed(_ failure: AuthFailure, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, record != nil else { return [] }
        isRefreshing = false
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

    private mutating func conclude(_ failure: AuthFailure, at now: Date) -> [SessionEffect] {
        switch failure.verdict {
        case .grantRefused(let error):
            return refreshTokenRefused(error, by: failure.server, at: now)
        case .clientRefused(let error):
            return end(.misconfigured, because: "\(failure.server) refuses this client: \(error)", at: now)
        case .passing(let retryAfter):
            return tryAgain(after: failure, Attempt(message: failure.message, retryAfter: retryAfter), at: now)
        case .unexplained, .refused:
            return tryAgain(after: failure, Attempt(message: failure.message, isUnexplained: true), at: now)
        case .nonsense:
            return tryAgain(after: failure, Attempt(message: failure.message), at: now)
        }
    }

    /// Plans another try after a server's failure, and notes an answer that was lost: what is refused next was then
    /// perhaps used up.
    private mutating func tryAgain(after failure: AuthFailure, _ attempt: Attempt, at now: Date) -> [SessionEffect] {
        if failure.answerWasLost, answerLostAt == nil { answerLostAt = now }
        // The mark stays while it is unknown what the server made of the refresh token.
        return (answerLostAt == nil ? [.clearMark] : []) + tryAgain(attempt, at: now)
    }

    /// Ends the session: interrupted where an earlier answer was lost, else lapsed (rule 2).
    private mutating func refreshTokenRefused(_ error: OAuthError, by server: String, at now: Date) -> [SessionEffect] {
        record?.refreshToken = nil
        guard let lost = answerLostAt else {
            return end(.lapsed, because: "\(server) refused the refresh token: \(error)", at: now)
        }
        let time = lost.formatted(.iso8601)
        return end(
            .interrupted,
            because: "a renewal at \(time) was cut off, and \(server) no longer takes the old refresh token",
            at: now)
    }

    /// Takes a refresh that did not leave this machine: the server knows nothing of it, and the mark says nothing of it.
    mutating func refreshNotSent(_ reason: Unsent, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, record != nil else { return [] }
        isRefreshing = false
        self.jitter = jitter
        return tryAgain(Attempt(message: reason.message, code: reason.code), at: now)
    }

    /// How a try ended that is worth another.
    private struct Attempt {
        let message: String
        var code = KeeperError.Code.unavailable
        /// Seconds that the server asked to be left alone.
        var retryAfter: TimeInterval?
        /// Whether the server refused without an OAuth error that says why.
        var isUnexplained = false
    }

    /// Plans the next try and logs what is wrong, once for each failure that comes back unchanged.
    private mutating func tryAgain(_ attempt: Attempt, at now: Date) -> [SessionEffect] {
        let before = trouble
        var trouble = Trouble(
            failures: (before?.failures ?? 0) + 1, message: attempt.message, code: attempt.code, lastTry: now,
            nextTry: now, unexplainedSince: attempt.isUnexplained ? before?.unexplainedSince ?? now : nil)
        let pause = pause(of: trouble, retryAfter: attempt.retryAfter, at: now)
        trouble.nextTry = now.addingTimeInterval(pause)
        self.trouble = trouble
        if let before, before.message == trouble.message, before.patienceEnded == trouble.patienceEnded { return [] }
        return [.log(.renewalFailed, explanation(at: now) ?? trouble.message)]
    }

    /// Seconds until the next try: an hour once patience has ended, else the backoff, or less where the refresh token
    /// ends sooner and the server named no pause.
    private func pause(of trouble: Trouble, retryAfter: TimeInterval?, at now: Date) -> TimeInterval {
        let pause =
            trouble.patienceEnded
            ? RefreshTiming.pauseAfterPatience
            : RefreshTiming.backoff(afterFailures: trouble.failures, retryAfter: retryAfter, jitter: jitter)
        guard retryAfter == nil, let deadline = record?.details.refreshExpiresAt else { return pause }
        return RefreshTiming.shortened(pause, toLeaveTimeIn: deadline.timeIntervalSince(now))
    }

    /// What goes wrong with renewing, in words; `nil` while all is well.
    func explanation(at now: Date) -> String? {
        guard let trouble else { return nil }
        guard isRefusedUnexplained(at: now) else { return trouble.message }
        return "\(trouble.message), as it has for a while, without saying why; "
            + "sign in again, or wait: it is asked once an hour"
    }
}
