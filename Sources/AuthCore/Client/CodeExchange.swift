package import SMART

/// What an authorization code is traded with.
package struct CodeExchange: Sendable {
    /// The code that the redirect brought.
    package let code: Redacted
    /// The one of the authorization request, to the letter (RFC 6749 section 4.1.3).
    package let redirectURI: RedirectURI
    /// The PKCE verifier (RFC 7636 section 4.5).
    package let verifier: Redacted
    /// Where the code is sent, once.
    package let tokenEndpoint: ServerAddress
    /// Who trades it, and what proves it.
    package let client: ClientCredentials

    /// One code with all that belongs to it.
    package init(
        code: Redacted, redirectURI: RedirectURI, verifier: Redacted, tokenEndpoint: ServerAddress,
        client: ClientCredentials
    ) {
        self.code = code
        self.redirectURI = redirectURI
        self.verifier = verifier
        self.tokenEndpoint = tokenEndpoint
        self.client = client
    }
}
