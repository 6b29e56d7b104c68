/// The members of an answer while they are read: what was understood is taken out, and the rest is shown to the person.
struct TokenMembers {
    /// How many members that are not understood are kept.
    static let mostAdditional = 100

    private var members: [String: JSONValue]
    private var scopesLeftOut = 0

    /// All the members of an answer, none of them understood yet.
    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// Takes a member out where `read` can make something of it.
    ///
    /// What it cannot stays, to be shown as it came.
    mutating func take<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> Value? {
        guard let value = members[name].flatMap(read) else { return nil }
        members[name] = nil
        return value
    }

    /// Takes a secret out, whatever its type; `nil` where it is no text or empty.
    mutating func takeSecret(_ name: String) -> Redacted? {
        guard let text = members.removeValue(forKey: name)?.string, !text.isEmpty else { return nil }
        return Redacted(text)
    }

    /// How many granted scopes are kept, the first: more than any server grants in earnest.
    static let mostScopes = 50_000
    /// How long their text may be, in bytes.
    static let mostScopeText = 4 << 20

    /// Granted scopes as text or, as some servers have it, a list; `nil` where empty.
    ///
    /// Each is kept as it was granted; of more than ``mostScopes`` the rest is left out, which ``additional(withholding:)`` then says.
    mutating func takeScope() -> ScopeSet? {
        let text = take("scope") { $0.string ?? $0.strings?.joined(separator: " ") }
        guard let text else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        var room = Self.mostScopeText
        let kept = words.prefix(Self.mostScopes).prefix { word in
            room -= word.utf8.count
            return room >= 0
        }
        scopesLeftOut = words.count - kept.count
        let scope = ScopeSet(kept.joined(separator: " "))
        return scope.isEmpty ? nil : scope
    }

    /// What is left, cleaned, without empty members and with every secret struck out.
    func additional(withholding filter: SecretFilter) -> [String: JSONValue] {
        var bounds = JSONValue.Bounds()
        let kept = members.filter { $0.value != .null && $0.value != .string("") }.sorted { $0.key < $1.key }
            .prefix(Self.mostAdditional)
            .map { name, value in
                (name.bounded(to: 200).cleaned, value.bounded(by: &bounds).cleaned.withholding(filter, named: name))
            }
        var result = Dictionary(kept, uniquingKeysWith: { first, _ in first })
        if members.count > Self.mostAdditional {
            result["members left out"] = .number(JSONNumber(members.count - Self.mostAdditional))
        }
        if scopesLeftOut > 0 { result["scopes left out"] = .number(JSONNumber(scopesLeftOut)) }
        return result
    }
}

extension JSONValue {
    /// This value without secrets, JSON Web Tokens, and text under names that speak of secrets.
    ///
    /// - Parameters:
    ///   - filter: strikes out the secrets that are known.
    ///   - name: the name that the value stands under; empty where that says nothing.
    /// - Returns: the value with a sign in the place of each secret.
    func withholding(_ filter: SecretFilter, named name: String = "") -> JSONValue {
        switch self {
        case .null, .bool, .number: self
        case .string(let text):
            Self.namesASecret(name) || Self.looksLikeAToken(text)
                ? .string(Redacted(text).description) : .string(filter.struck(from: text))
        case .array(let values): .array(values.map { $0.withholding(filter, named: name) })
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (filter.struck(from: $0.key), $0.value.withholding(filter, named: $0.key)) },
                    uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Whether a member's name speaks of a secret, whatever its vendor calls it.
    private static func namesASecret(_ name: String) -> Bool {
        let lowercased = name.lowercased()
        return ["token", "secret", "password", "assertion", "cookie"].contains { lowercased.contains($0) }
    }

    /// A JSON Web Token begins with the base64url text of `{"`.
    private static func looksLikeAToken(_ text: String) -> Bool {
        text.hasPrefix("eyJ") && text.contains(".")
    }
}
