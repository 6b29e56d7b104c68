package import Foundation

/// What a server says of a token (RFC 7662 section 2.2; SMART App Launch 2.2, “Token introspection”), as far as Stoke uses it.
package struct IntrospectionResponse: Hashable, Sendable {
    /// `active`: whether the server would take the token now.
    package var isActive: Bool
    /// When the token ends.
    ///
    /// For a refresh token at some vendors the only word on it.
    package var expiresAt: Date?

    /// An answer that says nothing but whether the token is active.
    package init(isActive: Bool) {
        self.isActive = isActive
    }

    /// Reads an introspection response; a Boolean or a time written as text counts too.
    ///
    /// - Throws: ``TokenResponseError``; an OAuth error body is `refused`.
    package init(reading body: AnswerBody) throws(TokenResponseError) {
        let object = try TokenResponseError.members(of: body)
        guard let isActive = object["active"]?.truth else {
            if let refusal = OAuthError(reading: .object(object)) {
                throw TokenResponseError(.refused, oauthError: refusal)
            }
            throw TokenResponseError(.noActiveMember)
        }
        self.init(isActive: isActive)
        expiresAt = object["exp"]?.date
    }
}
