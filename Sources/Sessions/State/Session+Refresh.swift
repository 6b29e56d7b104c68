import AuthCore
import Foundation
import SMART
import Vault

extension Session {
    /// Takes the answer to a refresh. What the server leaves out stays as it was.
    mutating func refreshed(_ response: TokenResponse, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, var record else { return [] }
        let rotated = response.refreshToken.map { $0 != record.refreshToken } ?? false
        var changes: [SessionEffect] = []
        if let patient = response.context.patient, let before = record.details.context.patient, patient != before {
            record.details.unconfirmedPatient = patient
            changes.append(
                .log(.patientChanged, "the server answered for another patient (\(patient), before: \(before))"))
        } else if response.context.patient != nil {
            record.details.unconfirmedPatient = nil
        }
        let lost = record.details.grantedScopes
        record.renew(with: response, at: now)
        let narrowed = ScopeComparison(requested: lost, granted: record.details.grantedScopes).missing
        self.record = record
        self.jitter = jitter
        isRefreshing = false
        trouble = nil
        answerLostAt = nil
        let token = rotated ? "new refresh token stored" : "refresh token kept"
        let scopes = narrowed.isEmpty ? "" : ", no longer granted: \(narrowed)"
        return [.store(record), .log(.renewed, "renewed, \(token)\(scopes)")] + changes
    }

    /// Takes a failed refresh: only `invalid_grant` ends the refresh token, and a refused client the endpoint.
    mutating func refreshFailed(_ failure: AuthFailure, at now: Date, jitter: Double) -> [SessionEffect] {
        guard isRefreshing, record != nil else { return [] }
        isRefreshing = false
        self.jitter = jitter
        lastError = SessionSnapshot.Failure(at: now, message: failure.message)
        switch failure.verdict {
        case .grantRefused(let error):
            return refreshTokenRefused(error, at: now)
        case .clientRefused(let error):
            return end(.misconfigured, because: "the server refuses this client: \(error)", at: now)
        case .passing(let retryAfter):
            return tryAgain(after: failure, retryAfter: retryAfter, unexplained: false, at: now)
        case .unexplained, .refused:
            return tryAgain(after: failure, retryAfter: nil, unexplained: true, at: now)
        case .nonsense:
            return tryAgain(after: failure, retryAfter: nil, unexplained: false, at: now)
        }
    }

    private mutating func refreshTokenRefused(_ error: OAuthError, at now: Date) -> [SessionEffect] {
        guard let lost = answerLostAt else {
            return end(.lapsed, because: "the server refused the refresh token: \(error)", at: now)
        }
        answerLostAt = nil
        let time = lost.formatted(.iso8601)
        return end(
            .interrupted,
            because: "a renewal at \(time) was cut off, and the server no longer takes the old refresh token",
            at: now)
    }

    private mutating func tryAgain(
        after failure: AuthFailure, retryAfter: TimeInterval?, unexplained: Bool, at now: Date
    ) -> [SessionEffect] {
        if failure.answerWasLost, answerLostAt == nil { answerLostAt = now }
        let failures = (trouble?.failures ?? 0) + 1
        let since = unexplained ? trouble?.unexplainedSince ?? now : nil
        let patienceEnded = since.map { now.timeIntervalSince($0) >= RefreshTiming.patienceWithUnexplainedRefusals }
        let pause =
            patienceEnded == true
            ? RefreshTiming.pauseAfterPatience
            : RefreshTiming.backoff(afterFailures: failures, retryAfter: retryAfter, jitter: jitter)
        let isNews = trouble?.message != failure.message
        trouble = Trouble(
            failures: failures, message: failure.message, nextTry: now.addingTimeInterval(pause),
            unexplainedSince: since)
        let log: [SessionEffect] = isNews ? [.log(.renewalFailed, failure.message)] : []
        // The mark stays while it is unknown what the server made of the refresh token.
        return answerLostAt == nil ? [.clearMark] + log : log
    }
}
