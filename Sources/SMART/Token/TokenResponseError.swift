import Foundation

/// An answer of the token or introspection endpoint that cannot be used.
///
/// It never quotes the body, which may hold tokens.
package struct TokenResponseError: Error, Hashable, Sendable {
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
        /// An introspection response without `active` (RFC 7662 section 2.2).
        case noActiveMember
    }

    package let code: Code
    package let oauthError: OAuthError?
    /// What the body appeared to be, where it was not JSON.
    package let body: BodyKind?

    package init(_ code: Code, oauthError: OAuthError? = nil, body: BodyKind? = nil) {
        self.code = code
        self.oauthError = oauthError
        self.body = body
    }

    /// Parses an answer as far as its members, for every kind of answer alike.
    static func members(of data: Data) throws(TokenResponseError) -> [String: JSONValue] {
        guard let value = try? JSONValue(parsing: data) else {
            throw TokenResponseError(.notJSON, body: BodyKind(of: data))
        }
        guard case .object(let members) = value else { throw TokenResponseError(.notAnObject) }
        return members
    }
}

extension TokenResponseError: CustomStringConvertible {
    package var description: String {
        switch code {
        case .notJSON: "the server answered with \(body.map(\.description) ?? "something else") instead of JSON"
        case .notAnObject: "the server answered with JSON that is no object"
        case .refused: oauthError.map(\.description) ?? "the server refused the request"
        case .noAccessToken: "the server's answer holds no access token"
        case .unusableAccessToken: "the server's access token has characters that no request can carry"
        case .noActiveMember: "the server's answer does not say whether the token is active"
        }
    }
}
