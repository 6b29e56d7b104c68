/// A request for an authorization code (RFC 6749 section 4.1.1; SMART App Launch 2.2, “Obtain authorization code”).
package struct AuthorizationRequest: Hashable, Sendable {
    /// The authorization endpoint, with the query it may already have.
    package let authorizationEndpoint: ServerAddress
    /// The `client_id` that registration gave.
    package let clientID: String
    /// Exactly as registered.
    package let redirectURI: RedirectURI
    /// What is asked for, the scope of the access mode included.
    package let scopes: ScopeSet
    /// Ties the redirect to this request; see ``randomState()``.
    package let state: Redacted
    /// The FHIR base URL as the person gave it, or the `iss` of an EHR launch, since servers compare it literally.
    package let audience: String
    /// Ties the code to this client (RFC 7636).
    package let pkce: PKCE
    /// Ties the `id_token` to this request; for requests with `openid`.
    package let nonce: String?

    /// A request with a state and a PKCE pair of its own, unless others are given.
    package init(
        authorizationEndpoint: ServerAddress, clientID: String, redirectURI: RedirectURI, scopes: ScopeSet,
        state: Redacted = AuthorizationRequest.randomState(), audience: String, pkce: PKCE = .generate(),
        nonce: String? = nil
    ) {
        self.authorizationEndpoint = authorizationEndpoint
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.state = state
        self.audience = audience
        self.pkce = pkce
        self.nonce = nonce
    }

    /// 256 bits of chance, where 122 are asked for (R-40), as URL-safe text.
    package static func randomState() -> Redacted {
        Redacted(RandomText.generate())
    }

    /// A new value for ``nonce``.
    package static func randomNonce() -> String {
        RandomText.generate()
    }

    /// The address to open in a browser (R-51).
    ///
    /// It carries `state`: show it to the person only, never log it.
    package var address: String {
        let endpoint = authorizationEndpoint.text.prefix { $0 != "#" }
        let separator = !endpoint.contains("?") ? "?" : endpoint.hasSuffix("?") || endpoint.hasSuffix("&") ? "" : "&"
        return endpoint + separator + FormEncoding.encode(form)
    }

    /// The parameters, for the address or for the body of `authorize-post` (R-52).
    package var form: [(String, String)] {
        [
            ("response_type", "code"),
            ("client_id", clientID),
            ("redirect_uri", redirectURI.text),
            ("scope", scopes.text),
            ("state", state.reveal()),
            ("aud", audience),
            ("code_challenge", pkce.challenge),
            ("code_challenge_method", pkce.method),
        ] + (nonce.map { [("nonce", $0)] } ?? [])
    }
}
