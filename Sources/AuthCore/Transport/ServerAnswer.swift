package import SMART

/// A complete HTTP answer with its body parsed, once, for everyone who asks what it says.
package struct ServerAnswer: Hashable, Sendable {
    /// The answer as it came.
    package let response: TransportResponse
    /// What the body turned out to be.
    package let body: AnswerBody

    /// Parses the body of an answer.
    package init(_ response: TransportResponse) {
        self.response = response
        body = AnswerBody(response.body)
    }

    /// The HTTP status (RFC 9110 section 15).
    package var status: Int { response.status }

    /// The OAuth error that the body is, whatever the status says (RFC 6749 section 5.2).
    package var oauthError: OAuthError? { body.json.flatMap { OAuthError(reading: $0) } }
}
