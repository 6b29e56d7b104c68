/// Scopes under headings, each in plain words, as a person chooses or reviews them.
package struct ScopeChecklist: Hashable, Sendable {
    package struct Section: Hashable, Sendable {
        package let title: String
        package let items: [Item]
    }

    package struct Item: Hashable, Sendable {
        /// The scope as written.
        package let scope: String
        /// What it allows, from ``ScopePhrase``.
        package let words: String
    }

    /// The sections that have items, records first; within one in the order of the scopes.
    package let sections: [Section]

    package init(_ scopes: ScopeSet) {
        let book = Phrasebook.standard
        let pairs = zip(scopes.words, scopes.scopes)
        sections = Heading.allCases.compactMap { heading in
            let items = pairs.filter { Heading(of: $0.1) == heading }
                .map { Item(scope: $0.0, words: ScopePhrase.words(for: $0.1)) }
            let title = book.levels[heading.rawValue]?.title ?? book.titles[heading.rawValue] ?? ""
            return items.isEmpty ? nil : Section(title: title, items: items)
        }
    }

    /// The raw values are the names that the phrasebook has the titles under.
    private enum Heading: String, CaseIterable {
        case patient, user, system, context, identity, duration, other

        init(of scope: Scope) {
            switch scope {
            case .resource(let resource):
                switch resource.level {
                case .patient: self = .patient
                case .user: self = .user
                case .system: self = .system
                }
            case .launch: self = .context
            case .openid, .fhirUser, .profile: self = .identity
            case .access: self = .duration
            case .other: self = .other
            }
        }
    }
}
