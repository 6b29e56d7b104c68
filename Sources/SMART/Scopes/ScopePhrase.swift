import Foundation

/// Scopes in plain words, for checklists, consent pages and the review of what was granted.
package enum ScopePhrase {
    /// What a scope allows, as the end of “the app may …”: “read everything in the patient's record”.
    package static func words(for scope: Scope) -> String {
        let book = Phrasebook.standard
        switch scope {
        case .resource(let resource): return words(for: resource, in: book)
        case .launch(let context, let role):
            let named = book.scopes[Scope.launch(context: context, role: nil).description]
            let phrase =
                named ?? book.pattern("launch", ["type": book.singular(ofLowercasedType: (context ?? "").cleaned)])
            return role.map { book.pattern("role", ["phrase": phrase, "role": plain($0)]) } ?? phrase
        case .openid, .fhirUser, .profile, .access: return book.scopes[scope.description] ?? scope.description
        case .other(let text): return book.pattern("other", ["scope": text.cleaned])
        }
    }

    /// What a resource scope allows.
    private static func words(for scope: ResourceScope, in book: Phrasebook) -> String {
        guard let level = book.levels[scope.level.rawValue] else { return scope.description }
        let reads = !scope.interactions.isDisjoint(with: .reading)
        let pattern = scope.type != nil ? level.type : reads ? level.everything : level.anything
        let phrase = Phrasebook.fill(
            pattern,
            [
                "verbs": verbs(for: scope.interactions, in: book),
                "types": scope.type.map { book.plural(ofType: $0) } ?? "",
            ])
        guard let constraint = scope.constraint else { return phrase }
        return book.pattern("constraint", ["phrase": phrase, "conditions": conditions(constraint, in: book)])
    }

    /// The interactions as verbs, such as “read and search”.
    private static func verbs(for interactions: Interactions, in book: Phrasebook) -> String {
        var names: [String] = []
        if interactions.isSuperset(of: .reading) {
            names.append("read and search")
        } else if interactions.contains(.read) {
            names.append("read")
        } else if interactions.contains(.search) {
            names.append("search")
        }
        if interactions.contains(.create) { names.append("create") }
        if interactions.contains(.update) { names.append("update") }
        if interactions.contains(.delete) { names.append("delete") }
        return joined(names.compactMap { book.interactions[$0] }, by: "and")
    }

    /// The search parameters of a constraint; of a code with its system, the code alone.
    private static func conditions(_ constraint: String, in book: Phrasebook) -> String {
        let fields = FormEncoding.decode(constraint).map { name, value in
            let values = value.split(separator: ",").map { plain($0.split(separator: "|").last ?? $0) }
            return book.pattern("condition", ["parameter": plain(name), "value": joined(values, by: "or")])
        }
        return joined(fields, by: "and")
    }

    /// Text of a scope as words: a code's or an address's last part, with blanks for its hyphens.
    private static func plain(_ text: some StringProtocol) -> String {
        let last = text.split { $0 == "/" }.last.map { String($0) } ?? String(text)
        return last.replacing("-", with: " ").replacing("_", with: " ").trimmingCharacters(in: .whitespaces).cleaned
    }

    /// “a, b and c”.
    private static func joined(_ words: [String], by conjunction: String) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }
}
