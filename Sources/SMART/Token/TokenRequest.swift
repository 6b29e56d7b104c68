/// A request to the token endpoint (RFC 6749 sections 4.1.3 and 6; SMART App Launch 2.2, “Obtain access token”).
package struct TokenRequest: ClientForm, Hashable {
    /// What is traded for tokens.
    package enum Grant: Hashable, Sendable {
        /// The code of an authorization, with the redirect URI it was asked for with and the PKCE verifier.
        case authorizationCode(Redacted, redirectURI: RedirectURI, verifier: Redacted)
        /// A refresh token; no scope is sent with it, which asks for all that was granted.
        case refreshToken(Redacted)
    }

    /// What is traded.
    package let grant: Grant
    /// The client that trades it, and what proves it.
    package let credentials: ClientCredentials

    /// A request that sends `grant` once.
    package init(_ grant: Grant, credentials: ClientCredentials) {
        self.grant = grant
        self.credentials = credentials
    }

    /// The fields of the grant, secrets in plain.
    package var parameters: [(String, String)] {
        switch grant {
        case .authorizationCode(let code, let redirectURI, let verifier):
            [
                ("grant_type", "authorization_code"), ("code", code.reveal()), ("redirect_uri", redirectURI.text),
                ("code_verifier", verifier.reveal()),
            ]
        case .refreshToken(let token):
            [("grant_type", "refresh_token"), ("refresh_token", token.reveal())]
        }
    }
}

extension TokenRequest.Grant {
    /// What is sent and must not come back in a message: the code with its verifier, or the refresh token.
    package var secrets: [Redacted] {
        switch self {
        case .authorizationCode(let code, _, let verifier): [code, verifier]
        case .refreshToken(let token): [token]
        }
    }
}
