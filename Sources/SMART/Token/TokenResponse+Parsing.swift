extension TokenResponse {
    /// Reads a token response with whatever oddities its server has; unknown members are kept in ``additional``, cleaned
    /// and without secrets.
    ///
    /// A body with a usable access token is a success even where it has an `error` member too: the grant was spent for it.
    ///
    /// - Throws: ``TokenResponseError``, also for an error body that came with status 200.
    package init(reading body: AnswerBody) throws(TokenResponseError) {
        let object = try TokenResponseError.members(of: body)
        var members = TokenMembers(object)
        guard let accessToken = members.takeSecret("access_token") else {
            if let refusal = OAuthError(reading: .object(object)) {
                throw TokenResponseError(.refused, oauthError: refusal)
            }
            throw TokenResponseError(.noAccessToken)
        }
        guard accessToken.reveal().utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TokenResponseError(.unusableAccessToken)
        }
        if let value = object["refresh_token"], value.string == nil, !value.saysNothing {
            throw TokenResponseError(.unusableRefreshToken)
        }
        let refreshToken = members.takeSecret("refresh_token")
        let idToken = members.takeSecret("id_token")
        let filter = SecretFilter([accessToken, refreshToken, idToken].compactMap { $0 })
        self.init(
            accessToken: accessToken,
            tokenType: Self.normalized(members.take("token_type") { $0.string == nil ? nil : $0.words(filter) }),
            lifetime: members.take("expires_in", \.lifetime),
            scope: members.takeScope(),
            refreshToken: refreshToken,
            refreshDeadline: RefreshDeadline(taking: &members),
            idToken: idToken,
            context: LaunchContext(taking: &members, withholding: filter))
        additional = members.additional(withholding: filter)
    }

    /// `Bearer` in one spelling, since it becomes part of a header; another type as the server wrote it.
    private static func normalized(_ type: String?) -> String {
        guard let type, type.lowercased() != "bearer" else { return "Bearer" }
        return type
    }
}

extension RefreshDeadline {
    /// What servers call the seconds that a refresh token lives.
    private static let lifetimeNames = [
        "refresh_expires_in", "refresh_token_expires_in", "refresh_token_timeout", "authorization_expires_in",
    ]

    /// Takes every name that servers use for the end of a refresh token; of several lifetimes the shortest counts.
    init?(taking members: inout TokenMembers) {
        let lifetimes = Self.lifetimeNames.compactMap { members.take($0, \.lifetime) }
        let moment = members.take("access_grant_expiration", \.date)
        if let shortest = lifetimes.min() {
            self = .after(shortest)
        } else if let moment {
            self = .at(moment)
        } else {
            return nil
        }
    }
}
