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
    package let verdict: AuthFailure.Verdict
    /// What was answered, in words that fit after “it answered”.
    package let words: String
    /// Whether the server may have acted on the request although its answer did not arrive, or not in a form to be read.
    package let answerWasLost: Bool

    /// - Parameters:
    ///   - secrets: What was sent, struck out of the server's words in case it quotes them.
    ///   - now: What a `Retry-After` date is reckoned from.
    package init(of answer: TransportResponse, withholding secrets: [Redacted] = [], now: Date) {
        let error = OAuthError(parsing: answer.body)?.withholding(secrets)
        let retryAfter = RetryAfter.seconds(in: answer.header("Retry-After"), now: now)
        verdict = Self.verdict(status: answer.status, error: error, retryAfter: retryAfter, body: answer.body)
        words = Self.words(for: answer, error: error)
        answerWasLost = answer.status == 502 || answer.status == 504 || verdict == .nonsense
    }

    private static func verdict(
        status: Int, error: OAuthError?, retryAfter: TimeInterval?, body: Data
    ) -> AuthFailure.Verdict {
        if [408, 425, 429].contains(status) || status >= 500 { return .passing(retryAfter: retryAfter) }
        if let error { return verdict(for: error, retryAfter: retryAfter) }
        if status >= 400 { return .unexplained }
        if status < 200 || status >= 300 { return .passing(retryAfter: retryAfter) }
        if case .html = BodyKind(of: body) { return .passing(retryAfter: retryAfter) }
        return .nonsense
    }

    private static func verdict(for error: OAuthError, retryAfter: TimeInterval?) -> AuthFailure.Verdict {
        switch error.code {
        case "invalid_grant": .grantRefused(error)
        case "invalid_client", "unauthorized_client": .clientRefused(error)
        case "temporarily_unavailable", "server_error", "slow_down": .passing(retryAfter: retryAfter)
        default: .refused(error)
        }
    }

    private static func words(for answer: TransportResponse, error: OAuthError?) -> String {
        if let error { return "“\(error)” (status \(answer.status))" }
        if answer.isRedirect {
            let target = answer.header("Location").map { ServerAddress($0).server } ?? "nowhere"
            return "with a redirect to \(target), which is not followed (status \(answer.status))"
        }
        if let issue = OperationOutcome.words(in: answer.body) { return "“\(issue)” (status \(answer.status))" }
        let kind = (try? JSONValue(parsing: answer.body)).map { _ in "JSON that does not say why" }
        return "status \(answer.status) with \(kind ?? BodyKind(of: answer.body).description)"
    }
}
