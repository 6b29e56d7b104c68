package import Foundation
package import SMART

/// Why a request to an authorization server did not bring what it asked for, classified in one place.
///
/// Only ``Verdict/grantRefused(_:)`` ends a refresh token.
package struct AuthFailure: Error, Hashable, Sendable {
    /// What a failure says of the grant and of the client.
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

    /// What went wrong underneath.
    package enum Cause: Hashable, Sendable {
        /// No complete answer came.
        case transport(TransportError)
        /// The server said no, in OAuth's words.
        case refusal(OAuthError)
        /// A success that could not be read.
        case response(TokenResponseError)
        /// A discovery document that could not be read.
        case document(DiscoveryDocumentError)
    }

    /// What it says of the grant.
    package let verdict: Verdict
    /// The host that was asked, with its port where the address names one.
    package let server: String
    /// What happened, in one sentence that names the server, without any secret.
    package let message: String
    /// `nil` where the answer's status is all that was said.
    package let cause: Cause?
    /// Whether the server may have acted on the request although no answer arrived that can be read: a connection that dropped or
    /// timed out after the request was sent, any 5xx, a success of another form.
    package let answerWasLost: Bool
    /// The answer, where it could not be understood and may hold tokens.
    package private(set) var unread: UnreadAnswer?

    /// A failure that was classified by whoever saw it.
    ///
    /// - Parameters:
    ///   - verdict: what it says of the grant.
    ///   - server: the host that was asked.
    ///   - message: a sentence that names the server.
    ///   - cause: what went wrong underneath.
    ///   - answerWasLost: whether the server may have acted on the request.
    ///   - unread: the answer, where it could not be understood and may hold tokens.
    package init(
        _ verdict: Verdict, server: String, message: String, cause: Cause? = nil, answerWasLost: Bool = false,
        unread: UnreadAnswer? = nil
    ) {
        self.verdict = verdict
        self.server = server
        self.message = message
        self.cause = cause
        self.answerWasLost = answerWasLost
        self.unread = unread
    }

    /// The same with the answer that could not be understood.
    func keeping(_ unread: UnreadAnswer?) -> AuthFailure {
        var copy = self
        copy.unread = unread
        return copy
    }
}

extension AuthFailure: CustomStringConvertible {
    /// The sentence that tells what happened.
    package var description: String { message }
}
