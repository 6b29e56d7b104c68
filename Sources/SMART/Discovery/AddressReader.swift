import Foundation

/// Reads the addresses of a discovery document and keeps account of what was wrong with them.
struct AddressReader {
    /// Where relative addresses are resolved from.
    let baseURL: FHIRBaseURL
    /// The document that is read, for the findings.
    let source: DiscoveredServer.Source
    private(set) var findings: [Finding] = []

    init(baseURL: FHIRBaseURL, source: DiscoveredServer.Source) {
        self.baseURL = baseURL
        self.source = source
    }

    /// The address under `name` in absolute form, or `nil` with a finding where codes and tokens may not travel there.
    ///
    /// A relative address is resolved as lying below the FHIR base (R-379). Plain http is for this machine only (R-1).
    mutating func address(
        _ value: JSONValue?, named name: String, severity: Finding.Severity = .warning
    ) -> ServerAddress? {
        guard let value, value != .null, value != .string("") else { return nil }
        guard let written = value.string.flatMap({ JSONValue.string($0).words }) else {
            refuse(name, "is not text", severity)
            return nil
        }
        guard let reference = URL(string: written, encodingInvalidCharacters: false),
            let resolved = URL(string: reference.relativeString, relativeTo: URL(string: baseURL.text + "/"))?
                .absoluteURL
        else {
            refuse(name, "is not an address (“\(written.prefix(200))”)", severity)
            return nil
        }
        do throws(ServerAddressError) {
            let isRelative = reference.scheme == nil
            let address = try ServerAddress(isRelative ? resolved.absoluteString : written)
            return try withoutFragment(address, isRelative: isRelative, named: name)
        } catch {
            refuse(name, error.words(writtenAs: written), severity)
            return nil
        }
    }

    /// The address as it is used: an endpoint has no fragment (RFC 6749 section 3).
    private mutating func withoutFragment(
        _ address: ServerAddress, isRelative: Bool, named name: String
    ) throws(ServerAddressError) -> ServerAddress {
        if isRelative {
            note(
                .warning, name, "is relative; it was resolved against the FHIR base URL to \(address)",
                requirement: .usingWellKnown)
        }
        guard address.text.contains("#") else { return address }
        note(.warning, name, "has a fragment, which is left out", requirement: .oauthEndpoints)
        return try ServerAddress(String(address.text.prefix { $0 != "#" }))
    }

    /// Takes down why an address is not used.
    private mutating func refuse(_ name: String, _ problem: String, _ severity: Finding.Severity) {
        note(severity, name, problem + " and is not used", requirement: .protection)
    }

    /// Takes down a finding about the member `name`.
    mutating func note(_ severity: Finding.Severity, _ name: String, _ problem: String, requirement: Requirement) {
        findings.append(Finding(severity, requirement, "\(name) in \(source.path) \(problem)"))
    }
}

extension ServerAddressError {
    /// What is wrong, in words that follow the name of a member.
    fileprivate func words(writtenAs written: String) -> String {
        switch code {
        case .notAnAddress: "is not an address (“\(written.prefix(200))”)"
        case .notHTTPS, .plainHTTP:
            "is not an https address (“\(written.prefix(200))”); tokens do not travel there"
        case .credentials: "carries a user name or password"
        }
    }
}
