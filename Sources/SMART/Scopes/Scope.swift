/// One scope of a SMART authorization (SMART App Launch 2.2, section 3.0.2).
package enum Scope: Hashable, Sendable {
    case resource(ResourceScope)
    /// `launch` (EHR launch), `launch/patient`, `launch/encounter` and others, with an optional `?role=`.
    case launch(context: String?, role: String?)
    /// An `id_token` (OpenID Connect Core section 3.1.2.1).
    case openid
    /// The person's FHIR resource.
    case fhirUser
    /// The same under the name of SMART App Launch 1.0.
    case profile
    /// `offline_access` or `online_access`.
    case access(AccessMode)
    /// What this grammar does not know: kept, compared as text.
    case other(String)

    /// Reads a scope of either version, also in the disguises of ``ScopeSpelling``.
    package init(_ text: some StringProtocol) {
        let plain = ScopeSpelling.plain(text)
        switch plain {
        case "openid": self = .openid
        case "fhirUser": self = .fhirUser
        case "profile": self = .profile
        case "offline_access": self = .access(.offline)
        case "online_access": self = .access(.online)
        case "launch": self = .launch(context: nil, role: nil)
        default:
            self =
                Self.launch(parsing: plain) ?? ResourceScope(parsing: plain).map(Scope.resource) ?? .other(String(text))
        }
    }

    /// Reads `launch/…`; `nil` where it is not of that form.
    private static func launch(parsing text: some StringProtocol) -> Scope? {
        guard text.hasPrefix("launch/") else { return nil }
        let parts = text.dropFirst("launch/".count).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard !parts[0].isEmpty, !parts[0].contains("/") else { return nil }
        guard parts.count == 2 else { return .launch(context: parts[0].lowercased(), role: nil) }
        guard parts[1].hasPrefix("role="), parts[1].count > "role=".count else { return nil }
        return .launch(context: parts[0].lowercased(), role: String(parts[1].dropFirst("role=".count)))
    }
}

extension Scope: CustomStringConvertible {
    /// The scope in the grammar's own spelling, v2.
    package var description: String {
        switch self {
        case .resource(let scope): scope.description
        case .launch(nil, _): "launch"
        case .launch(let context?, let role): "launch/\(context)" + (role.map { "?role=" + $0 } ?? "")
        case .openid: "openid"
        case .fhirUser: "fhirUser"
        case .profile: "profile"
        case .access(let mode): mode.scope ?? ""
        case .other(let text): text
        }
    }
}
