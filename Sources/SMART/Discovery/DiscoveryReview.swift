/// Judges what a server advertises against the rules of SMART App Launch 2.2.
///
/// It changes nothing: Stoke copes, and says so.
struct DiscoveryReview {
    /// What the two documents came to.
    let server: DiscoveredServer
    /// `nil` where there is none, or none that can be read.
    let wellKnown: SMARTConfiguration?
    /// `nil` where there is none, or none that can be read.
    let conformance: ConformanceStatement?

    /// All that the two documents together show.
    var findings: [Finding] {
        var findings = signIn + missingDocuments + disagreements
        if let wellKnown {
            findings += missingMembers(wellKnown) + pkce(wellKnown) + openID(wellKnown) + authentication(wellKnown)
            findings += grants(wellKnown)
        }
        return findings
    }

    /// What keeps a person from signing in.
    private var signIn: [Finding] {
        if wellKnown == nil, conformance == nil {
            return [
                Finding(
                    .error, .usingWellKnown,
                    "the server gave neither a SMART configuration nor a conformance statement; is this its FHIR base URL?"
                )
            ]
        }
        return OAuthEndpoint.allCases.filter { $0.isNeededForSignIn && server[keyPath: $0.place] == nil }.map {
            Finding(.error, .metadata, "no usable \($0.rawValue) endpoint was found; nobody can sign in here")
        }
    }

    /// Which of the two documents had to do without the other.
    private var missingDocuments: [Finding] {
        switch (wellKnown, conformance) {
        case (nil, .some):
            [
                Finding(
                    .warning, .usingWellKnown,
                    "there is no .well-known/smart-configuration; the addresses in metadata are used")
            ]
        case (.some, nil):
            [Finding(.note, .metadata, "metadata could not be used; the FHIR version is unknown")]
        default: []
        }
    }

    /// Endpoints for which the two documents name different addresses.
    private var disagreements: [Finding] {
        OAuthEndpoint.allCases.compactMap { endpoint in
            guard let wellKnown = wellKnown?.endpoints[endpoint], let metadata = conformance?.endpoints[endpoint],
                Self.comparable(wellKnown) != Self.comparable(metadata)
            else { return nil }
            return Finding(
                .warning, .usingWellKnown,
                "the two documents disagree on the \(endpoint.rawValue) endpoint: \(wellKnown) is used, metadata has \(metadata)"
            )
        }
    }

    /// An address without the slash at its end, which makes no difference.
    private static func comparable(_ address: ServerAddress) -> Substring {
        address.text.hasSuffix("/") ? address.text.dropLast() : address.text[...]
    }

    /// Members that SMART requires of the well-known document.
    private func missingMembers(_ document: SMARTConfiguration) -> [Finding] {
        var missing: [String] = []
        if document.endpoints[.token] == nil { missing.append(OAuthEndpoint.token.member) }
        if document.grantTypesSupported == nil { missing.append("grant_types_supported") }
        if document.capabilities == nil { missing.append("capabilities") }
        if document.codeChallengeMethodsSupported == nil { missing.append("code_challenge_methods_supported") }
        var findings = missing.map {
            Finding(.warning, .metadata, ".well-known/smart-configuration has no usable \($0), which is required")
        }
        if document.endpoints[.authorization] == nil, server.launches {
            findings.append(
                Finding(
                    .warning, .metadata,
                    ".well-known/smart-configuration advertises app launches and has no usable authorization_endpoint"))
        }
        return findings
    }

    /// SMART requires `S256` and forbids `plain`.
    private func pkce(_ document: SMARTConfiguration) -> [Finding] {
        guard let methods = document.codeChallengeMethodsSupported else { return [] }
        var findings: [Finding] = []
        if !methods.contains("S256") {
            findings.append(
                Finding(.warning, .pkce, "code_challenge_methods_supported lacks S256; Stoke sends it all the same"))
        }
        if methods.contains("plain") {
            findings.append(Finding(.warning, .pkce, "code_challenge_methods_supported has plain, which SMART forbids"))
        }
        return findings
    }

    /// What signing people's identities requires.
    private func openID(_ document: SMARTConfiguration) -> [Finding] {
        var findings: [Finding] = []
        if let issuer = document.issuer, issuer.hadConfigurationPath {
            findings.append(
                Finding(
                    .warning, .openID,
                    "issuer ends in \(Issuer.configurationPath); it is used without, as \(issuer.text)"))
        }
        guard server.capabilities.contains("sso-openid-connect") else { return findings }
        let missing = [("issuer", document.issuer?.text), ("jwks_uri", document.jwksURI?.text)].filter { $0.1 == nil }
        return findings
            + missing.map {
                Finding(
                    .warning, .metadata, "sso-openid-connect is advertised without a usable \($0.0), which it requires")
            }
    }

    /// Each client capability with the authentication methods that carry it out.
    private static let methods: [(capability: String, methods: [String])] = [
        ("client-confidential-symmetric", ["client_secret_basic", "client_secret_post"]),
        ("client-confidential-asymmetric", ["private_key_jwt"]),
    ]

    /// Capabilities and authentication methods that contradict each other.
    private func authentication(_ document: SMARTConfiguration) -> [Finding] {
        guard let advertised = document.tokenEndpointAuthMethodsSupported, let capabilities = document.capabilities
        else {
            return []
        }
        return Self.methods.compactMap { capability, methods in
            switch (capabilities.contains(capability), methods.contains(where: advertised.contains)) {
            case (true, false):
                Finding(
                    .warning, .capabilities,
                    "\(capability) is advertised, but token_endpoint_auth_methods_supported has no "
                        + methods.joined(separator: " or "))
            case (false, true):
                Finding(
                    .warning, .capabilities,
                    "token_endpoint_auth_methods_supported has \(methods.filter(advertised.contains).joined(separator: ", ")), "
                        + "but \(capability) is not advertised")
            default: nil
            }
        }
    }

    /// Grants and capabilities that contradict each other.
    private func grants(_ document: SMARTConfiguration) -> [Finding] {
        let grants = document.grantTypesSupported ?? []
        var findings: [Finding] = []
        if grants.contains(where: { $0.hasSuffix("device_code") }),
            document.additional["device_authorization_endpoint"]?.words == nil
        {
            findings.append(
                Finding(
                    .warning, .deviceGrant,
                    "the device_code grant is advertised without a device_authorization_endpoint"))
        }
        if !grants.isEmpty, !grants.contains("authorization_code"), server.launches {
            findings.append(
                Finding(
                    .warning, .metadata,
                    "app launches are advertised, but grant_types_supported lacks authorization_code; Stoke asks all the same"
                ))
        }
        return findings
    }
}

extension DiscoveredServer {
    /// Whether it advertises that apps may be launched, from an EHR or alone.
    fileprivate var launches: Bool {
        capabilities.contains("launch-ehr") || capabilities.contains("launch-standalone")
    }
}
