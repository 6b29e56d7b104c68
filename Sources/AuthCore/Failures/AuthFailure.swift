package import Foundation
package import SMART

/// Why a request to an authorization server did not bring what it asked for, classified in one place.
///
/// Only ``Verdict/grantRefused(_:)`` ends a refresh token.
package struct AuthFailure: Error, Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        /// Passing: the network, TLS, a timeout, 408, 425, 429, any 5xx, a captive portal. `retryAfter` is in seconds.
        case passing(retryAfter: TimeInterval?)
        /// A 4xx without an OAuth error body: some servers refuse a dead refresh token so, others are merely overloaded.
        case unexplained
        /// The OAuth error `invalid_grant`: the code or refresh token is no longer honoured.
        case grantRefused(OAuthError)
        /// `invalid_client` or `unauthorized_client`: the registration is refused, whatever the token.
        case clientRefused(OAuthError)
        /// Any other OAuth error.
        case refused(OAuthError)
        /// A success that cannot be used, such as a token response without an access token.
        case nonsense
    }

    package let verdict: Verdict
    /// The host that was asked.
    package let server: String
    /// What happened, in words, without any secret.
    package let message: String
    /// Whether the server may have acted on the request although no answer arrived: a connection that dropped or timed out
    /// after the request was sent, or a gateway's 502 or 504.
    package let answerWasLost: Bool
    /// Whether the request certainly never reached the server: no connection, no TLS session.
    package let wasNeverSent: Bool

    package init(
        _ verdict: Verdict, server: String, message: String, answerWasLost: Bool = false, wasNeverSent: Bool = false
    ) {
        self.verdict = verdict
        self.server = server
        self.message = message
        self.answerWasLost = answerWasLost
        self.wasNeverSent = wasNeverSent
    }
}

extension AuthFailure: CustomStringConvertible {
    package var description: String { "\(server): \(message)" }
}
