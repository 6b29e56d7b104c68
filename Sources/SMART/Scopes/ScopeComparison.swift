/// What was asked for against what was granted, as rights and not as strings.
///
/// `patient/*.rs` covers `patient/Observation.r`; a scope granted in part appears in ``missing`` with the rights that lack.
package struct ScopeComparison: Hashable, Sendable {
    /// What was granted.
    package let granted: ScopeSet
    /// The requested rights that were not granted.
    package let missing: ScopeSet
    /// The granted scopes that go beyond the request.
    package let unrequested: ScopeSet

    /// Compares right by right.
    package init(requested: ScopeSet, granted: ScopeSet) {
        self.granted = granted
        missing = Self.rights(of: requested, lackingIn: granted)
        unrequested = Self.rights(of: granted, lackingIn: requested)
    }

    /// The rights of `wanted` that `held` lacks, with only the interactions that lack.
    private static func rights(of wanted: ScopeSet, lackingIn held: ScopeSet) -> ScopeSet {
        if wanted == held { return ScopeSet(words: []) }
        let held = GrantedRights(held)
        return ScopeSet(
            words: zip(wanted.words, wanted.scopes).compactMap { word, scope in
                guard case .resource(let resource) = scope else { return held.contains(scope) ? nil : word }
                let missing = held.missingInteractions(of: resource)
                if missing.isEmpty { return nil }
                if missing == resource.interactions { return word }
                return ResourceScope(
                    level: resource.level, type: resource.type, interactions: missing, constraint: resource.constraint
                ).description
            })
    }
}
