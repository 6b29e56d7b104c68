/// What a FHIR server says of its authorization, merged from its two documents: the well-known one wins, the conformance
/// statement fills gaps (SMART App Launch 2.2, section 3.0.8).
package struct DiscoveredServer: Hashable, Sendable {
    /// A document that contributed.
    package enum Source: String, Hashable, Sendable {
        /// `.well-known/smart-configuration`.
        case wellKnown = "well-known"
        /// The conformance or capability statement.
        case metadata
    }

    /// The FHIR base that was asked.
    package var baseURL: FHIRBaseURL
    /// From the conformance statement alone, such as `4.0.1`.
    package var fhirVersion: String?
    /// The documents that could be used.
    package var sources: [Source] = []
    /// The OpenID provider, without the path of its configuration.
    package var issuer: String?
    /// Whether it names itself in every redirect (`authorization_response_iss_parameter_supported`, RFC 9207 section 3).
    package var namesIssuerInRedirect = false
    /// Where a person signs in (RFC 6749 section 3.1).
    package var authorizationEndpoint: ServerAddress?
    /// Where codes and refresh tokens are traded (RFC 6749 section 3.2).
    package var tokenEndpoint: ServerAddress?
    /// Where clients register themselves (RFC 7591 section 3).
    package var registrationEndpoint: ServerAddress?
    /// A page on which a person sees and ends what they granted.
    package var managementEndpoint: ServerAddress?
    /// Where a token's worth is asked (RFC 7662 section 2).
    package var introspectionEndpoint: ServerAddress?
    /// Where a token is revoked (RFC 7009 section 2).
    package var revocationEndpoint: ServerAddress?
    /// The keys that `id_token`s are signed with (RFC 7517 section 5).
    package var jwksURI: ServerAddress?
    /// SMART capabilities, such as `launch-standalone`.
    package var capabilities: [String] = []
    /// Scopes that the server names; most servers leave some out.
    package var scopesSupported: [String] = []
    /// PKCE methods, of which SMART wants `S256`.
    package var codeChallengeMethodsSupported: [String] = []
    /// Ways for a client to prove itself (OpenID Connect Discovery 1.0, section 3).
    package var tokenEndpointAuthMethodsSupported: [String] = []
    /// Grants that the server names.
    package var grantTypesSupported: [String] = []
    /// Members that this type does not know, kept to be shown.
    package var additional: [String: JSONValue] = [:]
    /// What is wrong or unusual, worst first.
    package var findings: [Finding] = []

    /// A server of which nothing is known yet.
    package init(baseURL: FHIRBaseURL) {
        self.baseURL = baseURL
    }

    /// Whether a person could sign in with what was found.
    package var allowsSignIn: Bool {
        authorizationEndpoint != nil && tokenEndpoint != nil
    }
}
