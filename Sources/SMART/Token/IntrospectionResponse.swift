package import Foundation

/// What a server says of a token (RFC 7662 section 2.2; SMART App Launch 2.2, “Token introspection”).
package struct IntrospectionResponse: Hashable, Sendable {
    package var isActive: Bool
    /// When the token ends.
    ///
    /// For a refresh token at some vendors the only word on it.
    package var expiresAt: Date?
    package var issuedAt: Date?
    package var scope: ScopeSet?
    package var clientID: String?
    package var username: String?
    package var subject: String?
    package var issuer: String?
    package var tokenType: String?
    package var fhirUser: String?
    package var context = LaunchContext()
    /// Members that this type does not know, cleaned and without secrets.
    package var additional: [String: JSONValue] = [:]

    package init(isActive: Bool) {
        self.isActive = isActive
    }

    /// - Throws: ``TokenResponseError``; an OAuth error body is `refused`.
    package init(parsing data: Data) throws(TokenResponseError) {
        let object = try TokenResponseError.members(of: data)
        var members = TokenMembers(object)
        guard let isActive = members.take("active", \.truth) else {
            if let refusal = OAuthError(reading: .object(object)) {
                throw TokenResponseError(.refused, oauthError: refusal)
            }
            throw TokenResponseError(.noActiveMember)
        }
        self.init(isActive: isActive)
        expiresAt = members.take("exp", \.date)
        issuedAt = members.take("iat", \.date)
        scope = members.takeScope()
        clientID = members.take("client_id", \.words)
        username = members.take("username", \.words)
        subject = members.take("sub", \.words)
        issuer = members.take("iss", \.words)
        tokenType = members.take("token_type", \.words)
        fhirUser = members.take("fhirUser", \.words)
        context = LaunchContext(taking: &members)
        additional = members.additional(withholding: [])
    }
}
