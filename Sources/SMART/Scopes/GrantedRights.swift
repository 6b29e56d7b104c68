/// The rights of many scopes, found without a look at all of them: a server may grant tens of thousands.
struct GrantedRights {
    /// What the scopes that reach a type have in common.
    private struct Reach: Hashable {
        let level: ResourceScope.Level
        /// `nil` for the scopes on every type.
        let type: String?
    }

    /// How many scopes on one type are looked through; beyond, only the very scope that is wanted counts.
    private static let mostOfOneType = 1_000

    private let scopes: Set<Scope>
    private var resources: [Reach: [ResourceScope]] = [:]

    /// The rights of all scopes of a set.
    init(_ set: ScopeSet) {
        scopes = Set(set.scopes)
        for case .resource(let scope) in set.scopes {
            let reach = Reach(level: scope.level, type: scope.type)
            if resources[reach, default: []].count < Self.mostOfOneType { resources[reach, default: []].append(scope) }
        }
    }

    /// Whether this very right is among them, in whatever spelling.
    func contains(_ scope: Scope) -> Bool { scopes.contains(scope) }

    /// The part of `wanted` that no scope grants.
    func missingInteractions(of wanted: ResourceScope) -> Interactions {
        if contains(.resource(wanted)) { return [] }
        let candidates = Set([wanted.type, nil]).flatMap { resources[Reach(level: wanted.level, type: $0)] ?? [] }
        return candidates.reduce(wanted.interactions) { missing, granted in
            granted.reachesAllData(of: wanted) ? missing.subtracting(granted.interactions) : missing
        }
    }
}
