extension DiscoveredServer {
    /// Merges what was found: the well-known document wins, the conformance statement fills gaps.
    ///
    /// Findings tell what is wrong in either document, what is missing, and where the two disagree, worst first. Nothing is
    /// gated on `scopes_supported` or `grant_types_supported`, which servers leave incomplete.
    package static func merging(
        baseURL: FHIRBaseURL, wellKnown: SMARTConfiguration?, conformance: ConformanceStatement?
    ) -> DiscoveredServer {
        var server = DiscoveredServer(baseURL: baseURL)
        server.sources = [wellKnown.map { _ in .wellKnown }, conformance.map { _ in .metadata }].compactMap { $0 }
        server.fhirVersion = conformance?.fhirVersion
        for endpoint in OAuthEndpoint.allCases {
            server[keyPath: endpoint.place] = wellKnown?.endpoints[endpoint] ?? conformance?.endpoints[endpoint]
        }
        server.issuer = wellKnown?.issuer?.text
        server.jwksURI = wellKnown?.jwksURI
        server.namesIssuerInRedirect = wellKnown?.namesIssuerInRedirect ?? false
        server.capabilities = wellKnown?.capabilities ?? conformance?.capabilities ?? []
        server.scopesSupported = wellKnown?.scopesSupported ?? []
        server.codeChallengeMethodsSupported = wellKnown?.codeChallengeMethodsSupported ?? []
        server.tokenEndpointAuthMethodsSupported = wellKnown?.tokenEndpointAuthMethodsSupported ?? []
        server.grantTypesSupported = wellKnown?.grantTypesSupported ?? []
        server.additional = wellKnown?.additional ?? [:]
        let review = DiscoveryReview(server: server, wellKnown: wellKnown, conformance: conformance)
        server.findings = Finding.worstFirst(
            (wellKnown?.findings ?? []) + (conformance?.findings ?? []) + review.findings)
        return server
    }
}

extension Finding {
    /// In order of severity, and within one in the order given.
    fileprivate static func worstFirst(_ findings: [Finding]) -> [Finding] {
        Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    }
}
