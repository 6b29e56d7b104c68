import SMART

/// What `discover` found, as text and as the outside contract's JSON.
struct DiscoveryReport {
    /// What was found; its texts were cleaned where they entered.
    private let server: DiscoveredServer

    init(_ server: DiscoveredServer) {
        self.server = server
    }

    /// What is one address, by the name that the outside contract gives it.
    private var addresses: [(name: String, value: String?)] {
        [
            ("issuer", server.issuer),
            ("authorization_endpoint", server.authorizationEndpoint?.text),
            ("token_endpoint", server.tokenEndpoint?.text),
            ("registration_endpoint", server.registrationEndpoint?.text),
            ("management_endpoint", server.managementEndpoint?.text),
            ("introspection_endpoint", server.introspectionEndpoint?.text),
            ("revocation_endpoint", server.revocationEndpoint?.text),
            ("jwks_uri", server.jwksURI?.text),
        ]
    }

    /// What is a list, likewise; a list that the server left out is empty.
    private var lists: [(name: String, values: [String])] {
        [
            ("capabilities", server.capabilities),
            ("scopes_supported", server.scopesSupported),
            ("code_challenge_methods_supported", server.codeChallengeMethodsSupported),
            ("token_endpoint_auth_methods_supported", server.tokenEndpointAuthMethodsSupported),
            ("grant_types_supported", server.grantTypesSupported),
        ]
    }

    /// `discover --json`: every member is there, absent ones as `null`.
    var document: JSONValue {
        var members: [String: JSONValue] = [
            "version": .number(1),
            "base_url": .string(server.baseURL.text),
            "fhir_version": server.fhirVersion.map(JSONValue.string) ?? .null,
            "sources": .array(server.sources.map { .string($0.rawValue) }),
            "findings": .array(server.findings.map(Self.finding)),
        ]
        for (name, value) in addresses { members[name] = value.map(JSONValue.string) ?? .null }
        for (name, values) in lists { members[name] = .array(values.map(JSONValue.string)) }
        return .object(members)
    }

    /// One finding; `requirement` is the place of the rule, with its document, or `null`.
    private static func finding(_ finding: Finding) -> JSONValue {
        .object([
            "severity": .string(finding.severity.rawValue),
            "requirement": finding.requirement.map(JSONValue.string) ?? .null,
            "message": .string(finding.message),
        ])
    }

    /// For a person: what is there, then what is wrong, then what Stoke would do.
    var text: String {
        let found = server.sources.map(\.rawValue).joined(separator: " and ")
        var lines = [server.baseURL.text, "  FHIR \(server.fhirVersion ?? "of unknown version"), found in \(found)"]
        lines += addresses.compactMap { name, value in value.map { "  \(Self.label(name)) \($0)" } }
        lines += lists.compactMap { $1.isEmpty ? nil : "  \(Self.label($0)) \(Self.shortened($1))" }
        lines += server.findings.map { finding in
            "  \(Self.label(finding.severity.rawValue)) \(finding.message)"
                + (finding.requirement.map { " [\($0)]" } ?? "")
        }
        lines.append("  " + howToSignIn)
        return lines.joined(separator: "\n")
    }

    /// The one sentence that all of it comes to.
    private var howToSignIn: String {
        guard server.allowsSignIn else { return "Stoke could not sign in here." }
        let methods = server.tokenEndpointAuthMethodsSupported
        let client =
            methods.contains(ClientAuthenticationMethod.clientSecretBasic.rawValue)
            ? "a public client or client_secret_basic" : "a public client"
        return "Stoke would sign in with the authorization code flow, PKCE S256, as \(client)."
    }

    /// A member's name in words, padded to its column.
    private static func label(_ name: String) -> String {
        let words = name.replacing("_supported", with: "").replacing("_", with: " ")
        return words + String(repeating: " ", count: max(0, 30 - words.count))
    }

    /// At most twelve, and how many more: some servers list hundreds of scopes.
    private static func shortened(_ values: [String]) -> String {
        let shown = values.prefix(12).joined(separator: " ")
        return values.count > 12 ? "\(shown) … and \(values.count - 12) more" : shown
    }
}
