/// A space-separated list of scopes, read as the set of rights it stands for.
///
/// The text of each scope is kept as written, since some servers know only the spelling of one version.
package struct ScopeSet: Hashable, Sendable {
    /// The scopes as written, in order and without repetition.
    package let words: [String]
    /// What each of ``words`` stands for, in the same order.
    package let scopes: [Scope]

    /// Reads scopes with blanks of any kind between them.
    package init(_ text: String) {
        self.init(words: text.split(whereSeparator: \.isWhitespace).map { String($0).cleaned })
    }

    /// Takes scopes one by one, empty ones and repetitions left out.
    package init(words: [String]) {
        var seen: Set<String> = []
        self.words = words.filter { !$0.isEmpty && seen.insert($0).inserted }
        self.scopes = self.words.map { Scope($0) }
    }

    /// The scopes with one space between them, as OAuth writes them (RFC 6749 section 3.3).
    package var text: String { words.joined(separator: " ") }

    /// The scopes as text, of many the first so many and how many more there are: for logs and reviews.
    package func text(atMost count: Int) -> String {
        guard words.count > count else { return text }
        return words.prefix(count).joined(separator: " ") + " and \(words.count - count) more"
    }

    /// Whether there is no scope at all.
    package var isEmpty: Bool { words.isEmpty }

    /// Whether this very right is among them, in whatever spelling.
    package func contains(_ scope: Scope) -> Bool {
        scopes.contains(scope)
    }

    /// The mode that these scopes ask for; `offline_access` wins over `online_access`.
    package var accessMode: AccessMode {
        if contains(.access(.offline)) { return .offline }
        return contains(.access(.online)) ? .online : .none
    }

    /// These scopes with the one for `mode` and none for another mode.
    package func asking(for mode: AccessMode) -> ScopeSet {
        let others = AccessMode.allCases.compactMap(\.scope)
        return ScopeSet(words: words.filter { !others.contains($0) } + [mode.scope].compactMap { $0 })
    }

    /// Whether these scopes grant `interactions` on the data that `wanted` names.
    package func covers(_ wanted: Scope) -> Bool {
        guard case .resource(let resource) = wanted else { return contains(wanted) }
        return missingInteractions(of: resource).isEmpty
    }

    /// The part of `wanted` that no scope of this set grants.
    func missingInteractions(of wanted: ResourceScope) -> Interactions {
        scopes.reduce(wanted.interactions) { missing, scope in
            guard case .resource(let granted) = scope, granted.reachesAllData(of: wanted) else { return missing }
            return missing.subtracting(granted.interactions)
        }
    }
}

extension ScopeSet: Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// Reads the text form.
    package init(from decoder: any Decoder) throws {
        self = try decoder.recurring { ScopeSet($0) }
    }

    /// Writes the text form.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Reads the text form.
    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text form.
    package var description: String { text }
}
