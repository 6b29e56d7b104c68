package import SMART

/// The protocol over HTTP, as the keeper sees it.
package protocol AuthClient: Sendable {
    /// Fetches both discovery documents at once and merges them.
    ///
    /// - Throws: where neither can be used; the message says what each request met.
    func discover(_ baseURL: FHIRBaseURL) async throws(AuthFailure) -> DiscoveredServer

    /// Trades an authorization code for tokens (RFC 6749 section 4.1.3).
    ///
    /// - Throws: ``AuthFailure``; the code is then spent or refused, and never sent again.
    func exchange(_ exchange: CodeExchange) async throws(AuthFailure) -> TokenResponse

    /// Asks for new tokens (RFC 6749 section 6), sending the refresh token once.
    ///
    /// - Throws: ``AuthFailure``, which says whether the server may have taken the token all the same.
    func refresh(_ refreshToken: Redacted, at tokenEndpoint: ServerAddress, as client: ClientCredentials)
        async throws(AuthFailure) -> TokenResponse

    /// Revokes a token (RFC 7009). Returns once the server has confirmed.
    func revoke(_ token: Redacted, hint: TokenKind, at revocationEndpoint: ServerAddress, as client: ClientCredentials)
        async throws(AuthFailure)

    /// Asks what a token is worth (RFC 7662), authenticating with `bearer` where given, else as the client.
    func introspect(
        _ token: Redacted, hint: TokenKind, at introspectionEndpoint: ServerAddress, as client: ClientCredentials,
        bearer: Redacted?
    ) async throws(AuthFailure) -> IntrospectionResponse

    /// Validates an `id_token`: signature by `kid`, `iss`, `aud`, times and `nonce` (OpenID Connect Core, section 3.1.3.7).
    ///
    /// - Throws: ``SignatureError`` where the signature proves nothing, `IdentityError` where the claims are not this sign-in's.
    func identity(in idToken: Redacted, check: IdentityCheck) async throws -> IDTokenClaims

    /// Opens a receiver for one redirect. `nil` where the redirect does not come to this machine.
    ///
    /// - Throws: ``RedirectReceiverError`` where the registered port is taken.
    func redirectReceiver(for redirectURI: RedirectURI) async throws -> (any RedirectReceiver)?
}
