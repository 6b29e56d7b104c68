package import Foundation
package import SMART

/// An access token on its way to a program, with what the program needs to use it.
package struct AccessToken: Sendable {
    /// Revealed by whoever writes it out; every other description hides it.
    package let token: Redacted
    /// How it is presented; `Bearer` where SMART is followed (RFC 6750).
    package let tokenType: String
    /// Its end by this machine's clock; assumed where the server gave no lifetime.
    package let expiresAt: Date
    /// What was granted, which may be less than was asked for.
    package let scope: ScopeSet
    /// The one place that the token may be sent to.
    package let baseURL: FHIRBaseURL

    package init(token: Redacted, tokenType: String, expiresAt: Date, scope: ScopeSet, baseURL: FHIRBaseURL) {
        self.token = token
        self.tokenType = tokenType
        self.expiresAt = expiresAt
        self.scope = scope
        self.baseURL = baseURL
    }
}
