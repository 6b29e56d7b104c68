/// What a FHIR server says of its authorization, merged from its two documents: the well-known one wins, the conformance
/// statement fills gaps (SMART App Launch 2.2, section 3.0.8).
package struct DiscoveredServer: Hashable, Sendable {
    /// A document that contributed.
    package enum Source: String, Hashable, Sendable {
        case wellKnown = "well-known"
        case metadata
    }

    package var baseURL: FHIRBaseURL
    package var fhirVersion: String?
    package var sources: [Source] = []
    package var issuer: String?
    package var authorizationEndpoint: ServerAddress?
    package var tokenEndpoint: ServerAddress?
    package var registrationEndpoint: ServerAddress?
    package var managementEndpoint: ServerAddress?
    package var introspectionEndpoint: ServerAddress?
    package var revocationEndpoint: ServerAddress?
    package var jwksURI: ServerAddress?
    package var capabilities: [String] = []
    package var scopesSupported: [String] = []
    package var codeChallengeMethodsSupported: [String] = []
    package var tokenEndpointAuthMethodsSupported: [String] = []
    package var grantTypesSupported: [String] = []
    /// Members that this type does not know, kept to be shown.
    package var additional: [String: JSONValue] = [:]
    /// What is wrong or unusual, worst first.
    package var findings: [Finding] = []

    package init(baseURL: FHIRBaseURL) {
        self.baseURL = baseURL
    }

    /// Whether a person could sign in with what was found.
    package var allowsSignIn: Bool {
        authorizationEndpoint != nil && tokenEndpoint != nil
    }
}
