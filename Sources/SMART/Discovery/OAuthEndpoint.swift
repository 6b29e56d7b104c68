/// The endpoints that both discovery documents may name.
package enum OAuthEndpoint: String, Hashable, Sendable, CaseIterable {
    case authorization, token, registration, management, introspection, revocation

    /// The member of a SMART configuration.
    package var member: String { rawValue + "_endpoint" }

    /// The name within the `oauth-uris` extension of a conformance statement.
    package var extensionName: String {
        switch self {
        case .authorization: "authorize"
        case .token: "token"
        case .registration: "register"
        case .management: "manage"
        case .introspection: "introspect"
        case .revocation: "revoke"
        }
    }

    /// Whether nobody can sign in without it.
    var isNeededForSignIn: Bool {
        self == .authorization || self == .token
    }

    /// Where the merged account of a server keeps it.
    var place: WritableKeyPath<DiscoveredServer, ServerAddress?> {
        switch self {
        case .authorization: \.authorizationEndpoint
        case .token: \.tokenEndpoint
        case .registration: \.registrationEndpoint
        case .management: \.managementEndpoint
        case .introspection: \.introspectionEndpoint
        case .revocation: \.revocationEndpoint
        }
    }
}
