package import Foundation

/// What a FHIR server answered to a read.
package struct FHIRAnswer: Sendable {
    package let status: Int
    package let contentType: String?
    package let body: Data
    /// `WWW-Authenticate`, cleaned; tells why a token was not taken.
    package let challenge: String?

    package init(status: Int, contentType: String?, body: Data, challenge: String?) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.challenge = challenge
    }
}
