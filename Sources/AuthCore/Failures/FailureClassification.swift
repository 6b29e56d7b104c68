package import Foundation
package import SMART

/// What an answer that is not the one asked for says of the grant: the one place that decides it.
///
/// Only an OAuth error body `invalid_grant` ends a refresh token, whatever the status it came with: servers send it with 400, 403,
/// 404 and even 200. In order:
///
/// 1. 408, 425, 429 and any 5xx are passing, whatever the body: something between here and the server may have written it, and a
///    server in trouble is no witness.
/// 2. An OAuth error body counts next. `temporarily_unavailable`, `server_error` and `slow_down` are passing by their meaning.
/// 3. A redirect, and a web page with a 2xx status, is a captive portal or a sign-in page in the way: passing.
/// 4. Any other 4xx is unexplained, web page or not. Overloaded servers and proxies send such answers, but so do servers that
///    mean a dead refresh token by it; calling a 4xx page passing would keep the latter from ever being said.
/// 5. A success that cannot be used is nonsense. The server may well have acted on the request.
package struct FailureClassification: Hashable, Sendable {
    /// What it says of the grant.
    package let verdict: AuthFailure.Verdict
    /// What was answered, in words that fit after “answered”.
    package let words: String
    /// The OAuth error that the body is, without the secrets that were sent.
    let oauthError: OAuthError?
    /// Whether the server may have acted on the request although its answer did not arrive, or not in a form to be read.
    package let answerWasLost: Bool

    /// Classifies an answer.
    ///
    /// - Parameters:
    ///   - answer: what came, of any status.
    ///   - problem: Why a success could not be read.
    ///   - secrets: What was sent, struck out of the server's words in case it quotes them.
    ///   - now: What a `Retry-After` date is reckoned from.
    package init(
        of answer: ServerAnswer, unusable problem: TokenResponseError? = nil, withholding secrets: [Redacted] = [],
        now: Date
    ) {
        let filter = SecretFilter(secrets)
        oauthError = answer.body.json.flatMap { OAuthError(reading: $0, withholding: filter) }
        let retryAfter = RetryAfter.seconds(in: answer.response.header("Retry-After"), now: now)
        verdict = Self.verdict(on: answer, error: oauthError, retryAfter: retryAfter)
        let said = Self.words(for: answer, error: oauthError, problem: problem, withholding: filter)
        // Once more over all of it: the one place that every word of an answer goes through.
        words = filter.struck(from: said).bounded(to: 2_000)
        let isUnreadSuccess = answer.response.isSuccess && oauthError == nil
        answerWasLost = answer.status >= 500 || isUnreadSuccess
    }

    /// The rules above, in their order.
    private static func verdict(
        on answer: ServerAnswer, error: OAuthError?, retryAfter: TimeInterval?
    ) -> AuthFailure.Verdict {
        let status = answer.status
        if [408, 425, 429].contains(status) || status >= 500 { return .passing(retryAfter: retryAfter) }
        if let error { return verdict(for: error, retryAfter: retryAfter) }
        if status >= 400 { return .unexplained }
        if status < 200 || status >= 300 { return .passing(retryAfter: retryAfter) }
        return answer.body.isWebPage ? .passing(retryAfter: retryAfter) : .nonsense
    }

    /// What an OAuth error says, by its code (RFC 6749 section 5.2).
    private static func verdict(for error: OAuthError, retryAfter: TimeInterval?) -> AuthFailure.Verdict {
        switch error.code {
        case "invalid_grant": .grantRefused(error)
        case "invalid_client", "unauthorized_client": .clientRefused(error)
        case "temporarily_unavailable", "server_error", "slow_down": .passing(retryAfter: retryAfter)
        default: .refused(error)
        }
    }

    /// The server's own words where it has some, else what its body appears to be.
    private static func words(
        for answer: ServerAnswer, error: OAuthError?, problem: TokenResponseError?, withholding filter: SecretFilter
    ) -> String {
        if let error { return "“\(error)” (status \(answer.status))" }
        if answer.response.isRedirect {
            let location = answer.response.header("Location")
            let target =
                location.map { filter.struck(from: (try? ServerAddress($0))?.server ?? $0.cleaned).bounded(to: 200) }
                ?? "nowhere"
            return "with a redirect to \(target), which is not followed (status \(answer.status))"
        }
        switch answer.body {
        case .json(let value):
            if let outcome = OperationOutcome(reading: value) { return "“\(outcome)” (status \(answer.status))" }
            if let problem { return "\(problem.predicate) (status \(answer.status))" }
            return "status \(answer.status) with JSON that does not say why"
        case .other(.other) where !answer.response.isSuccess:
            let prose = BodyKind.prose(in: answer.response.body, withholding: filter).map { "“\($0)”" }
            return "status \(answer.status) with \(prose ?? BodyKind.other.description)"
        case .other: return "status \(answer.status) with \(BodyKind(of: answer.response.body, withholding: filter))"
        }
    }
}
