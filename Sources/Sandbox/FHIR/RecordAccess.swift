import SMART

/// What an access token opens: its scopes, its patient and its user, put together.
struct RecordAccess: Sendable {
    /// What was granted.
    let scope: ScopeSet
    /// The patient in context.
    let patient: String?
    /// Who signed in.
    let user: SandboxUser
    /// Everyone whom the sandbox has records of.
    let patients: [String]

    /// Whether any scope grants the interaction on the type.
    func allows(_ interaction: Interactions, on type: String) -> Bool {
        !scopes(for: interaction, on: type).isEmpty
    }

    /// Whether a scope grants the interaction on this very resource.
    ///
    /// What belongs to no patient, such as the practitioner that a prescription names, is open to every scope of its type.
    func opens(_ resource: FHIRResource, to interaction: Interactions) -> Bool {
        isOwnIdentity(resource) && interaction == .read
            || scopes(for: interaction, on: resource.type).contains { scope in
                reaches(resource, scope.level) && satisfies(resource, scope.constraint)
            }
    }

    /// Whether the resource is the person's own, which `fhirUser` opens.
    func isOwnIdentity(_ resource: FHIRResource) -> Bool {
        scope.contains(.fhirUser) && user.fhirUser == "\(resource.type)/\(resource.id)"
    }

    /// The granted scopes that allow the interaction on the type.
    private func scopes(for interaction: Interactions, on type: String) -> [ResourceScope] {
        scope.scopes.compactMap { scope in
            guard case .resource(let resource) = scope, resource.type == nil || resource.type == type,
                resource.interactions.isSuperset(of: interaction)
            else { return nil }
            return resource
        }
    }

    /// Whether a level reaches whom the resource is about.
    private func reaches(_ resource: FHIRResource, _ level: ResourceScope.Level) -> Bool {
        guard let owner = resource.patient else { return true }
        return switch level {
        case .patient: owner == patient
        case .user: user.patients(among: patients).contains(owner)
        case .system: false
        }
    }

    /// Whether the resource matches the query that narrows the scope.
    private func satisfies(_ resource: FHIRResource, _ constraint: String?) -> Bool {
        guard let constraint else { return true }
        let search = RecordSearch(FormParameters(decoding: constraint))
        return search.ignored.isEmpty && search.matches(resource)
    }
}
