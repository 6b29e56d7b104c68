/// A request for an authorization code (RFC 6749 section 4.1.1; SMART App Launch 2.2, “Obtain authorization code”).
package struct AuthorizationRequest: Hashable, Sendable {
    /// The authorization endpoint, with the query it may already have.
    package let authorizationEndpoint: String
    package let clientID: String
    /// Exactly as registered.
    package let redirectURI: String
    package let scopes: ScopeSet
    /// Ties the redirect to this request; see ``randomState()``.
    package let state: Redacted
    /// The FHIR base URL as the person gave it, or the `iss` of an EHR launch, since servers compare it literally.
    package let audience: String
    package let pkce: PKCE
    /// Ties the `id_token` to this request; for requests with `openid`.
    package let nonce: String?
    /// The `launch` parameter that an EHR passed; absent in a standalone launch (R-35, R-36).
    package let launch: String?

    package init(
        authorizationEndpoint: String, clientID: String, redirectURI: String, scopes: ScopeSet,
        state: Redacted = AuthorizationRequest.randomState(), audience: String, pkce: PKCE = .generate(),
        nonce: String? = nil, launch: String? = nil
    ) {
        self.authorizationEndpoint = authorizationEndpoint
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.state = state
        self.audience = audience
        self.pkce = pkce
        self.nonce = nonce
        self.launch = launch
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
        let endpoint = authorizationEndpoint.prefix { $0 != "#" }
        let separator = !endpoint.contains("?") ? "?" : endpoint.hasSuffix("?") || endpoint.hasSuffix("&") ? "" : "&"
        return endpoint + separator + FormEncoding.encode(form)
    }

    /// The parameters, for the address or for the body of `authorize-post` (R-52).
    package var form: [(String, String)] {
        let optional = [("nonce", nonce), ("launch", launch)].compactMap { name, value in value.map { (name, $0) } }
        return [
            ("response_type", "code"),
            ("client_id", clientID),
            ("redirect_uri", redirectURI),
            ("scope", scopes.text),
            ("state", state.reveal()),
            ("aud", audience),
            ("code_challenge", pkce.challenge),
            ("code_challenge_method", pkce.method),
        ] + optional
    }
}
