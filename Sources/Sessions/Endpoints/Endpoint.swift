package import SMART

/// A configured FHIR base URL with its client registration: the content of `endpoints/NAME.yaml`.
package struct Endpoint: Hashable, Sendable {
    package var name: String
    package var baseURL: FHIRBaseURL
    package var client: Client
    /// The scopes to ask for, without the one for the access mode.
    package var scopes: ScopeSet
    package var access: AccessMode

    package struct Client: Hashable, Sendable {
        package var id: String
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

    package static let defaultScopes: ScopeSet = "openid fhirUser launch/patient patient/*.rs"

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
