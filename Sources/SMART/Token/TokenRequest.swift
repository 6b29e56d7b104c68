/// A request to the token endpoint (RFC 6749 sections 4.1.3 and 6; SMART App Launch 2.2, “Obtain access token”).
package struct TokenRequest: ClientForm, Hashable {
    package enum Grant: Hashable, Sendable {
        /// The code of an authorization, with the redirect URI it was asked for with and the PKCE verifier.
        case authorizationCode(Redacted, redirectURI: String, verifier: Redacted)
        /// A refresh token; `scope` only to ask for less than was granted.
        case refreshToken(Redacted, scope: ScopeSet? = nil)
    }

    package let grant: Grant
    package let credentials: ClientCredentials

    package init(_ grant: Grant, credentials: ClientCredentials) {
        self.grant = grant
        self.credentials = credentials
    }

    package var parameters: [(String, String)] {
        switch grant {
        case .authorizationCode(let code, let redirectURI, let verifier):
            [
                ("grant_type", "authorization_code"), ("code", code.reveal()), ("redirect_uri", redirectURI),
                ("code_verifier", verifier.reveal()),
            ]
        case .refreshToken(let token, let scope):
            [("grant_type", "refresh_token"), ("refresh_token", token.reveal())]
                + (scope.map { [("scope", $0.text)] } ?? [])
        }
    }
}
