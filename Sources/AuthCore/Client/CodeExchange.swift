package import SMART

/// What an authorization code is traded with.
package struct CodeExchange: Sendable {
    package let code: Redacted
    package let redirectURI: String
    package let verifier: Redacted
    package let tokenEndpoint: String
    package let client: ClientCredentials

    package init(
        code: Redacted, redirectURI: String, verifier: Redacted, tokenEndpoint: String, client: ClientCredentials
    ) {
        self.code = code
        self.redirectURI = redirectURI
        self.verifier = verifier
        self.tokenEndpoint = tokenEndpoint
        self.client = client
    }
}
