/// An answer of the token or introspection endpoint that cannot be used.
///
/// It never quotes the body, which may hold tokens.
package struct TokenResponseError: Error, Hashable, Sendable {
    /// What makes an answer unusable.
    package enum Code: Hashable, Sendable {
        /// A captive portal's page, a proxy's error, nothing at all.
        case notJSON
        /// JSON that is not the object it must be.
        case notAnObject
        /// An OAuth error, whatever the HTTP status said; see ``TokenResponseError/oauthError``.
        case refused
        /// `access_token` is missing or empty.
        case noAccessToken
        /// `access_token` has characters that no `Authorization` header may carry (RFC 6749, appendix A.12).
        case unusableAccessToken
        /// `refresh_token` is there and no text.
        case unusableRefreshToken
        /// An introspection response without `active` (RFC 7662 section 2.2).
        case noActiveMember
    }

    /// What is wrong with the answer.
    package let code: Code
    /// The server's own error, where the answer is one.
    package let oauthError: OAuthError?
    /// What the body appeared to be, where it was not JSON.
    package let body: BodyKind?

    /// What keeps an answer from being a token response.
    ///
    /// - Parameters:
    ///   - code: what is wrong with it.
    ///   - oauthError: the error that the body is, where it is one.
    ///   - body: what a body that is no JSON appears to be.
    package init(_ code: Code, oauthError: OAuthError? = nil, body: BodyKind? = nil) {
        self.code = code
        self.oauthError = oauthError
        self.body = body
    }

    /// Reads an answer as far as its members, for every kind of answer alike.
    static func members(of body: AnswerBody) throws(TokenResponseError) -> [String: JSONValue] {
        switch body {
        case .other(let kind): throw TokenResponseError(.notJSON, body: kind)
        case .json(.object(let members)): return members
        case .json: throw TokenResponseError(.notAnObject)
        }
    }
}

extension TokenResponseError: CustomStringConvertible {
    /// What is wrong with the answer, in one sentence.
    package var description: String {
        if code == .refused, let oauthError { return "the server refused the request: \(oauthError)" }
        return "the server answered \(predicate)"
    }

    /// The same in words that follow “answered”: “with an HTML page instead of JSON”.
    package var predicate: String {
        switch code {
        case .notJSON: "with \(body.map(\.description) ?? "something else") instead of JSON"
        case .notAnObject: "with JSON that is no object"
        case .refused: oauthError.map { "“\($0)”" } ?? "with a refusal"
        case .noAccessToken: "with JSON that holds no access token"
        case .unusableAccessToken: "with an access token whose characters no request can carry"
        case .unusableRefreshToken: "with a refresh token that is no text"
        case .noActiveMember: "with JSON that does not say whether the token is active"
        }
    }
}
