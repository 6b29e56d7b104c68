import Foundation

/// Reads the addresses of a discovery document and keeps account of what was wrong with them.
struct AddressReader {
    let baseURL: FHIRBaseURL
    let source: DiscoveredServer.Source
    private(set) var findings: [Finding] = []

    init(baseURL: FHIRBaseURL, source: DiscoveredServer.Source) {
        self.baseURL = baseURL
        self.source = source
    }

    /// The address under `name` in absolute form, or `nil` with a finding where codes and tokens may not travel there.
    ///
    /// A relative address is resolved as lying below the FHIR base (R-379). Plain http is for this machine only (R-1).
    mutating func address(_ value: JSONValue?, named name: String, severity: Finding.Severity = .warning) -> String? {
        guard let value, value != .null, value != .string("") else { return nil }
        guard let written = value.string.flatMap({ JSONValue.string($0).words }) else {
            refuse(name, "is not text", severity)
            return nil
        }
        guard let base = URL(string: baseURL.text + "/"),
            let reference = URL(string: written, encodingInvalidCharacters: false),
            let resolved = URL(string: reference.relativeString, relativeTo: base)?.absoluteURL,
            let parts = URLComponents(url: resolved, resolvingAgainstBaseURL: true), let host = parts.host,
            !host.isEmpty
        else {
            refuse(name, "is not an address (“\(written.prefix(200))”)", severity)
            return nil
        }
        let scheme = parts.scheme?.lowercased()
        guard scheme == "https" || (scheme == "http" && FHIRBaseURL.isLoopback(host: host)) else {
            refuse(name, "is not an https address (“\(written.prefix(200))”); tokens do not travel there", severity)
            return nil
        }
        guard parts.user == nil, parts.password == nil else {
            refuse(name, "carries a user name or password", severity)
            return nil
        }
        return withoutFragment(
            reference.scheme == nil ? resolved.absoluteString : written, isRelative: reference.scheme == nil,
            named: name)
    }

    private mutating func withoutFragment(_ address: String, isRelative: Bool, named name: String) -> String {
        if isRelative {
            note(
                .warning, name, "is relative; it was resolved against the FHIR base URL to \(address)",
                requirement: .usingWellKnown)
        }
        guard address.contains("#") else { return address }
        note(.warning, name, "has a fragment, which was cut off", requirement: .oauthEndpoints)
        return String(address.prefix { $0 != "#" })
    }

    private mutating func refuse(_ name: String, _ problem: String, _ severity: Finding.Severity) {
        note(severity, name, problem + " and is not used", requirement: .protection)
    }

    mutating func note(_ severity: Finding.Severity, _ name: String, _ problem: String, requirement: Requirement) {
        findings.append(Finding(severity, requirement, "\(name) in \(source.path) \(problem)"))
    }
}
