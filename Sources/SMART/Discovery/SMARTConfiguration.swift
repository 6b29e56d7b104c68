/// A server's `.well-known/smart-configuration` (SMART App Launch 2.2, Conformance).
///
/// Lists are `nil` where the document leaves them out, since that differs from an empty list.
package struct SMARTConfiguration: Hashable, Sendable {
    /// The endpoints where codes and tokens may travel.
    package private(set) var endpoints: [OAuthEndpoint: ServerAddress] = [:]
    /// `issuer`, the OpenID provider.
    package private(set) var issuer: Issuer?
    /// `authorization_response_iss_parameter_supported` (RFC 9207 section 3).
    package private(set) var namesIssuerInRedirect = false
    /// `jwks_uri`, the keys of that provider.
    package private(set) var jwksURI: ServerAddress?
    /// `capabilities`, required.
    package private(set) var capabilities: [String]?
    /// `scopes_supported`, recommended.
    package private(set) var scopesSupported: [String]?
    /// `code_challenge_methods_supported`, required.
    package private(set) var codeChallengeMethodsSupported: [String]?
    /// `token_endpoint_auth_methods_supported`, optional.
    package private(set) var tokenEndpointAuthMethodsSupported: [String]?
    /// `grant_types_supported`, required.
    package private(set) var grantTypesSupported: [String]?
    /// Members that this type does not know, cleaned.
    package private(set) var additional: [String: JSONValue]
    /// What is wrong with the document itself.
    ///
    /// What is missing is judged when it is merged.
    package private(set) var findings: [Finding]

    /// Members that hold an address.
    private static let addresses = OAuthEndpoint.allCases.map(\.member) + ["issuer", "jwks_uri"]
    /// Members that hold a list of texts.
    private static let lists = [
        "capabilities", "scopes_supported", "code_challenge_methods_supported", "token_endpoint_auth_methods_supported",
        "grant_types_supported",
    ]

    /// Reads a document, with a byte order mark or without, tolerating members of wrong types.
    ///
    /// - Parameters:
    ///   - body: the answer, of whatever form it was announced as.
    ///   - baseURL: the FHIR base that relative addresses lie below.
    /// - Throws: ``DiscoveryDocumentError`` where the body is something else altogether.
    package init(reading body: AnswerBody, baseURL: FHIRBaseURL) throws(DiscoveryDocumentError) {
        let members = try DiscoveryDocumentError.members(of: body, expected: .wellKnown)
        let known = Set(Self.addresses + Self.lists)
        guard members["resourceType"] == nil, !known.isDisjoint(with: members.keys) else {
            throw DiscoveryDocumentError.other(members, expected: .wellKnown)
        }
        additional = Dictionary(
            members.filter { !known.contains($0.key) }.map { ($0.key.cleaned, $0.value.cleaned) },
            uniquingKeysWith: { first, _ in first })
        var reader = AddressReader(baseURL: baseURL, source: .wellKnown)
        for endpoint in OAuthEndpoint.allCases {
            endpoints[endpoint] = reader.address(
                members[endpoint.member], named: endpoint.member,
                severity: endpoint.isNeededForSignIn ? .error : .warning)
        }
        issuer = reader.address(members["issuer"], named: "issuer").map { Issuer($0.text) }
        jwksURI = reader.address(members["jwks_uri"], named: "jwks_uri")
        namesIssuerInRedirect = members["authorization_response_iss_parameter_supported"] == .bool(true)
        capabilities = reader.list(members["capabilities"], named: "capabilities")
        scopesSupported = reader.list(members["scopes_supported"], named: "scopes_supported")
        codeChallengeMethodsSupported = reader.list(
            members["code_challenge_methods_supported"], named: "code_challenge_methods_supported")
        tokenEndpointAuthMethodsSupported = reader.list(
            members["token_endpoint_auth_methods_supported"], named: "token_endpoint_auth_methods_supported")
        grantTypesSupported = reader.list(members["grant_types_supported"], named: "grant_types_supported")
        findings = reader.findings
    }
}

extension AddressReader {
    /// The texts of a list, also where a server wrote them as one text with blanks between; `nil` where there is none.
    fileprivate mutating func list(_ value: JSONValue?, named name: String) -> [String]? {
        switch value {
        case .array(let elements):
            let texts = elements.compactMap { $0.string.flatMap { JSONValue.string($0).words } }
            if texts.count < elements.count {
                note(.warning, name, "has entries that are not text; they are passed over", requirement: .metadata)
            }
            return texts
        case .string(let text):
            note(.warning, name, "is one text where a list is due", requirement: .metadata)
            return text.split(whereSeparator: \.isWhitespace).map { String($0).cleaned }
        case nil, .null: return nil
        default:
            note(.warning, name, "is not a list and is not used", requirement: .metadata)
            return nil
        }
    }
}
