package import Foundation
package import SMART

extension AuthFailure {
    /// An answer that is not the one asked for.
    package init(_ answer: TransportResponse, from url: String, withholding secrets: [Redacted] = [], now: Date) {
        let classification = FailureClassification(of: answer, withholding: secrets, now: now)
        self.init(
            classification.verdict, server: ServerAddress(url).server, message: "it answered " + classification.words,
            answerWasLost: classification.answerWasLost)
    }

    /// A request that brought no complete answer.
    ///
    /// An address that nothing can be sent to is nonsense; all else is passing.
    package init(_ error: TransportError, from url: String) {
        self.init(
            error.code == .unusableAddress ? .nonsense : .passing(retryAfter: nil), server: ServerAddress(url).server,
            message: error.message, answerWasLost: error.requestWasSent, wasNeverSent: !error.requestWasSent)
    }
}
