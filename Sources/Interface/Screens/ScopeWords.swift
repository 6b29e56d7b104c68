import SMART
import Synchronization

/// Several scopes in plain words.
enum ScopeWords {
    /// All of them in one sentence part: `read everything …, know who you are`.
    static func list(_ scopes: ScopeSet) -> String {
        parsedGroups(scopes).map { words(for: $0.map(\.scope)) }.joined(separator: ", ")
    }

    /// The scopes as a person chooses among them: those that tell who signed in stand together.
    static func groups(_ scopes: ScopeSet) -> [[String]] {
        parsedGroups(scopes).map { $0.map(\.word) }
    }

    /// What the scopes of a group allow, in words; of those that tell who signed in, the most that they tell.
    static func words(_ group: [String]) -> String { words(for: group.map { Scope($0) }) }

    /// What one scope allows, in words.
    ///
    /// Kept once found: the detail of a session is drawn with every key, and filling in patterns takes longer than all the
    /// rest of a frame.
    static func words(for scope: Scope) -> String {
        found.withLock { found in
            if let words = found[scope] { return words }
            let words = ScopePhrase.words(for: scope)
            if found.count >= limit { found.removeAll(keepingCapacity: true) }
            found[scope] = words
            return words
        }
    }

    /// How many scopes of one kind are listed; of more it is said how many.
    static let mostListed = 100

    /// The line below a list that is not whole; `nil` where it is.
    static func leftOut(of scopes: ScopeSet) -> String? {
        let count = scopes.words.count - mostListed
        return count > 0 ? "and \(count) more, which stoke status --json lists" : nil
    }

    /// The words found so far.
    private static let found = Mutex<[Scope: String]>([:])
    /// More scopes than a person ever looks at; servers may grant any number.
    private static let limit = 1000

    /// What a group allows: that of its `openid`, else of its first.
    private static func words(for scopes: [Scope]) -> String {
        words(for: scopes.first { $0 == .openid } ?? scopes.first ?? .openid)
    }

    /// The groups, without parsing a scope again.
    private static func parsedGroups(_ scopes: ScopeSet) -> [[(word: String, scope: Scope)]] {
        let all = zip(scopes.words, scopes.scopes).map { (word: $0, scope: $1) }
        let identity = all.filter { tellsWho($0.scope) }
        var groups: [[(word: String, scope: Scope)]] = []
        for (word, scope) in all {
            if !tellsWho(scope) {
                groups.append([(word, scope)])
            } else if word == identity.first?.word {
                groups.append(identity)
            }
        }
        return groups
    }

    /// Whether a scope tells who signed in.
    private static func tellsWho(_ scope: Scope) -> Bool {
        scope == .openid || scope == .fhirUser || scope == .profile
    }
}
