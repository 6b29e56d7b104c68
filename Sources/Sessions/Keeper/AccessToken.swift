package import Foundation
package import SMART

/// An access token on its way to a program.
package struct AccessToken: Sendable {
    package let token: Redacted
    package let tokenType: String
    package let expiresAt: Date
    package let scope: ScopeSet
    package let baseURL: FHIRBaseURL
    /// Why the hand-off is not on record, in words; `nil` where it is.
    package var recordingProblem: String?

    package init(token: Redacted, tokenType: String, expiresAt: Date, scope: ScopeSet, baseURL: FHIRBaseURL) {
        self.token = token
        self.tokenType = tokenType
        self.expiresAt = expiresAt
        self.scope = scope
        self.baseURL = baseURL
    }
}
