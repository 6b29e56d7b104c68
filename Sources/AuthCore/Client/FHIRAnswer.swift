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
    package var outcome: OperationOutcome? { OperationOutcome(reading: body) }

    /// What the server says of a read that failed: an OperationOutcome, a page's title, plain text, its challenge.
    ///
    /// - Parameter accessToken: what was sent, struck out of the server's words.
    /// - Returns: `nil` where it says nothing.
    package func explanation(withholding accessToken: Redacted) -> String? {
        let filter = SecretFilter([accessToken])
        let words = [outcome?.description ?? bodyWords(filter), challenge].compactMap(\.self)
        return words.isEmpty ? nil : words.map { filter.struck(from: $0).bounded(to: 2_000) }.joined(separator: ": ")
    }

    /// What a body says that is no OperationOutcome.
    private func bodyWords(_ filter: SecretFilter) -> String? {
        switch BodyKind(of: body, withholding: filter) {
        case .html(let title?): "“\(title)”"
        case .other: BodyKind.prose(in: body, withholding: filter).map { "“\($0)”" }
        case .html(nil), .xml, .empty: nil
        }
    }
}
