/// What a server's `metadata` says of its authorization: `Conformance` in DSTU2, `CapabilityStatement` from STU3 on.
package struct ConformanceStatement: Hashable, Sendable {
    /// `fhirVersion`, such as `4.0.1`.
    package private(set) var fhirVersion: String?
    /// The addresses of `oauth-uris`, where codes and tokens may travel there.
    package private(set) var endpoints: [OAuthEndpoint: ServerAddress] = [:]
    /// From the `capabilities` extension, which SMART App Launch 1.0 had beside `oauth-uris`.
    package private(set) var capabilities: [String] = []
    /// What is wrong with the statement itself.
    package private(set) var findings: [Finding]

    /// Reads a statement, with a byte order mark or without.
    ///
    /// - Parameters:
    ///   - body: the answer, of whatever form it was announced as.
    ///   - baseURL: the FHIR base that relative addresses lie below.
    /// - Throws: ``DiscoveryDocumentError`` where the body is something else.
    package init(reading body: AnswerBody, baseURL: FHIRBaseURL) throws(DiscoveryDocumentError) {
        let members = try DiscoveryDocumentError.members(of: body, expected: .metadata)
        guard let type = members["resourceType"]?.string, ["Conformance", "CapabilityStatement"].contains(type) else {
            throw DiscoveryDocumentError.other(members, expected: .metadata)
        }
        fhirVersion = members["fhirVersion"]?.words
        var reader = AddressReader(baseURL: baseURL, source: .metadata)
        let securities = Self.servers(in: members["rest"]).compactMap { $0["security"] }
        let extensions = securities.flatMap { OAuthExtension.list($0) }
        for endpoint in OAuthEndpoint.allCases {
            let values = extensions.flatMap { $0.addresses(of: endpoint) }
            let addresses = values.compactMap {
                reader.address(
                    $0, named: "“\(endpoint.extensionName)”",
                    severity: endpoint.isNeededForSignIn ? .error : .warning)
            }
            endpoints[endpoint] = addresses.first
            if Set(addresses).count > 1 {
                reader.note(
                    .warning, "“\(endpoint.extensionName)”", "has several addresses; the first is used",
                    requirement: .metadata)
            }
        }
        capabilities = extensions.flatMap(\.capabilities)
        findings = reader.findings
        if endpoints.isEmpty {
            findings.append(Self.finding(securities: securities, fhirVersion: fhirVersion))
        }
    }

    /// The `rest` entries, those that describe the server's own side first.
    private static func servers(in rest: JSONValue?) -> [JSONValue] {
        let entries = rest?.array ?? [rest].compactMap { $0 }
        return entries.filter { $0["mode"]?.string != "client" } + entries.filter { $0["mode"]?.string == "client" }
    }

    /// What a statement without OAuth addresses says instead.
    private static func finding(securities: [JSONValue], fhirVersion: String?) -> Finding {
        let codes = securities.flatMap { $0["service"]?.array ?? [] }
            .flatMap { $0["coding"]?.array ?? [] }.compactMap { $0["code"]?.words }
        let said =
            securities.isEmpty
            ? "says nothing of security"
            : codes.isEmpty
                ? "names no OAuth addresses" : "names no OAuth addresses (only \(codes.joined(separator: ", ")))"
        return Finding(.note, .metadata, "metadata \(said)")
    }
}
