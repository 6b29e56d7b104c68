package import SMART

/// A configured FHIR base URL with its client registration: the content of `endpoints/NAME.yaml`.
package struct Endpoint: Hashable, Sendable {
    /// The file's name without its ending; the first part of each session's name.
    package var name: String
    /// Where its tokens go and nowhere else; also the `aud` of the authorization request, to the letter.
    package var baseURL: FHIRBaseURL
    /// How the server knows this program.
    package var client: Client
    /// The scopes to ask for, without the one for the access mode.
    package var scopes: ScopeSet
    /// The mode to ask for where a sign-in does not say otherwise.
    package var access: AccessMode

    /// The registration at the authorization server, without its secret, which the vault holds.
    package struct Client: Hashable, Sendable {
        /// The `client_id` (RFC 6749 section 2.2).
        package var id: String
        /// How the client proves itself at the token endpoint; a secret is looked up for each request.
        package var authentication: ClientAuthenticationMethod
        /// Loopback: any free port, or the one given.
        ///
        /// `https`: signing in goes by pasting the redirected URL back.
        package var redirectURI: RedirectURI

        package init(
            id: String, authentication: ClientAuthenticationMethod = .none,
            redirectURI: RedirectURI = .standard
        ) {
            self.id = id
            self.authentication = authentication
            self.redirectURI = redirectURI
        }
    }

    /// What is asked for where nothing is configured: who signs in, one patient, and that patient's data to read.
    package static let defaultScopes: ScopeSet = "openid fhirUser launch/patient patient/*.rs"

    /// An endpoint; nothing is asked of its server, and no file is written.
    package init(
        name: String, baseURL: FHIRBaseURL, client: Client, scopes: ScopeSet = Endpoint.defaultScopes,
        access: AccessMode = .offline
    ) {
        self.name = name
        self.baseURL = baseURL
        self.client = client
        self.scopes = scopes
        self.access = access
    }
}
