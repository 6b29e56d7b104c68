/// The context that a server established with the token (SMART App Launch 2.2, section 3.0.9 and 5.1.3).
package struct LaunchContext: Hashable, Codable, Sendable {
    /// One entry of `fhirContext`.
    package struct Reference: Hashable, Codable, Sendable {
        package var reference: String?
        package var canonical: String?
        /// A business identifier, as FHIR's `Identifier`.
        package var identifier: JSONValue?
        package var type: String?
        /// An absent role means `launch`.
        package var role: String

        package init(
            reference: String? = nil, canonical: String? = nil, identifier: JSONValue? = nil, type: String? = nil,
            role: String = "launch"
        ) {
            self.reference = reference
            self.canonical = canonical
            self.identifier = identifier
            self.type = type
            self.role = role
        }
    }

    package var patient: String?
    package var encounter: String?
    package var needPatientBanner: Bool?
    package var intent: String?
    package var smartStyleURL: String?
    package var tenant: String?
    package var fhirContext: [Reference] = []
    package var authorizationDetails: JSONValue?

    package init() {}
}
