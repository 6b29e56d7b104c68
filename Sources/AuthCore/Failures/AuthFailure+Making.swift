package import Foundation
package import SMART

extension AuthFailure {
    /// An answer that is not the one asked for.
    ///
    /// - Parameters:
    ///   - answer: what came.
    ///   - address: where it came from, the subject of the sentence.
    ///   - problem: why a success could not be read; `nil` for an answer that is none.
    ///   - secrets: what was sent, struck out of the server's words in case it quotes them.
    ///   - now: what a `Retry-After` date is reckoned from.
    package init(
        _ answer: ServerAnswer, from address: ServerAddress, unusable problem: TokenResponseError? = nil,
        withholding secrets: [Redacted] = [], now: Date
    ) {
        let classification = FailureClassification(of: answer, unusable: problem, withholding: secrets, now: now)
        let kept = problem.map { problem in
            let kind = problem.body.map { _ in BodyKind(of: answer.response.body, withholding: SecretFilter(secrets)) }
            return Cause.response(TokenResponseError(problem.code, oauthError: classification.oauthError, body: kind))
        }
        let cause = classification.oauthError.map(Cause.refusal) ?? kept
        self.init(
            classification.verdict, server: address.server,
            message: "\(address.server) answered \(classification.words)",
            cause: cause, answerWasLost: classification.answerWasLost)
    }

    /// A request that brought no complete answer.
    ///
    /// An address that nothing can be sent to is nonsense; all else is passing.
    ///
    /// - Parameters:
    ///   - error: why there is no complete answer.
    ///   - address: where the request went.
    ///   - unread: what arrived all the same, where it may hold tokens.
    package init(_ error: TransportError, from address: ServerAddress, unread: UnreadAnswer? = nil) {
        self.init(
            error.code == .unusableAddress ? .nonsense : .passing(retryAfter: nil), server: address.server,
            message: error.message, cause: .transport(error), answerWasLost: error.requestWasSent, unread: unread)
    }
}
