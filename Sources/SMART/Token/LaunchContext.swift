/// The context that a server established with the token (SMART App Launch 2.2, section 3.0.9 and 5.1.3).
package struct LaunchContext: Hashable, Codable, Sendable {
    /// One entry of `fhirContext`.
    package struct Reference: Hashable, Codable, Sendable {
        /// A relative or absolute FHIR reference.
        package var reference: String?
        /// A canonical URL, where the entry names a definition.
        package var canonical: String?
        /// A business identifier, as FHIR's `Identifier`.
        package var identifier: JSONValue?
        /// The FHIR resource type of what is referred to.
        package var type: String?
        /// An absent role means `launch`.
        package var role: String

        /// An entry that names what is in context by one or several of its members.
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

    /// The id of the patient in context, as text whatever the server wrote.
    package var patient: String?
    /// The id of the encounter in context.
    package var encounter: String?
    /// Whether the app must show whose records it works with.
    package var needPatientBanner: Bool?
    /// What the EHR suggests to do, such as `reconcile-medications`.
    package var intent: String?
    /// Where the EHR's colours and fonts lie (`smart_style_url`).
    package var smartStyleURL: String?
    /// The organisation within a server that serves several.
    package var tenant: String?
    /// What else is in context, with its roles.
    package var fhirContext: [Reference] = []
    /// `authorization_details` (RFC 9396), cleaned and otherwise as it came.
    package var authorizationDetails: JSONValue?

    /// No context at all.
    package init() {}
}
