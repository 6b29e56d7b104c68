package import Foundation
package import SMART

/// What a FHIR server answered to a read.
package struct FHIRAnswer: Sendable {
    /// The HTTP status (RFC 9110 section 15).
    package let status: Int
    /// `Content-Type`, cleaned.
    package let contentType: String?
    /// The body as it came, decompressed.
    package let body: Data
    /// `WWW-Authenticate`, cleaned; tells why a token was not taken.
    package let challenge: String?

    /// An answer as a reader hands it on.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - contentType: cleaned.
    ///   - body: decompressed, and not looked into.
    ///   - challenge: cleaned.
    package init(status: Int, contentType: String?, body: Data, challenge: String?) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.challenge = challenge
    }

    /// What the server says went wrong; `nil` where the body is no OperationOutcome in JSON.
    package var outcome: OperationOutcome? {
        AnswerBody(body).json.flatMap { OperationOutcome(reading: $0) }
    }
}
