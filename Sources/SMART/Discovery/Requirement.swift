/// The texts that rule discovery, as findings cite them.
enum Requirement: String {
    case metadata = "SMART App Launch 2.2, Conformance, Metadata"
    case usingWellKnown = "SMART App Launch 2.2, Conformance, Using .well-known"
    case capabilities = "SMART App Launch 2.2, Conformance, Capability Sets"
    case protection = "SMART App Launch 2.2, App Protection"
    case pkce = "SMART App Launch 2.2, Considerations for PKCE Support"
    case openID = "OpenID Connect Discovery 1.0, section 4"
    case deviceGrant = "RFC 8628, section 4"
    case oauthEndpoints = "RFC 6749, section 3"
}

extension Finding {
    /// A finding that cites one of the texts.
    init(_ severity: Severity, _ requirement: Requirement, _ message: String) {
        self.init(severity, requirement: requirement.rawValue, message)
    }
}
