import SMART

/// Several scopes in plain words.
enum ScopeWords {
    /// All of them in one sentence part: `read everything …, know who you are`.
    static func list(_ scopes: ScopeSet) -> String {
        groups(scopes).map { words($0) }.joined(separator: ", ")
    }

    /// The scopes as a person chooses among them: those that tell who signed in stand together.
    static func groups(_ scopes: ScopeSet) -> [[String]] {
        let identity = scopes.words.filter { tellsWho(Scope($0)) }
        var groups: [[String]] = []
        for word in scopes.words {
            if !tellsWho(Scope(word)) {
                groups.append([word])
            } else if word == identity.first {
                groups.append(identity)
            }
        }
        return groups
    }

    static func words(_ group: [String]) -> String {
        let scopes = group.map { Scope($0) }
        return ScopePhrase.words(for: scopes.first { $0 == .fhirUser } ?? scopes.first ?? .openid)
    }

    private static func tellsWho(_ scope: Scope) -> Bool {
        scope == .openid || scope == .fhirUser || scope == .profile
    }
}
