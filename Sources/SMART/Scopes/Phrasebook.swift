import Foundation

/// The words for scopes: `Resources/SMART/scope-phrasebook.json`, embedded at build time.
struct Phrasebook: Decodable, Sendable {
    /// The words for one level of resource scopes.
    struct Level: Decodable, Sendable {
        /// For one resource type.
        let type: String
        /// For every type, where reading is among the verbs.
        let everything: String
        /// For every type, where it is not.
        let anything: String
    }

    /// Whole phrases, by the scope they stand for.
    let scopes: [String: String]
    /// Phrases with `{places}`, by name.
    let patterns: [String: String]
    /// Verbs, by the interactions they stand for.
    let interactions: [String: String]
    /// The words for each level, by its name in a scope.
    let levels: [String: Level]
    /// The singular and the plural of resource types.
    let types: [String: [String]]

    /// The book that is built in.
    static let standard: Phrasebook = {
        do {
            return try JSONDecoder().decode(Phrasebook.self, from: Data(PackageResources.scope_phrasebook_json))
        } catch {
            preconditionFailure("the embedded scope phrasebook is broken: \(error)")
        }
    }()

    /// A pattern with its `{places}` filled in, in one pass, so that nothing a server wrote is taken for a place.
    static func fill(_ pattern: String, _ places: [String: String]) -> String {
        pattern.replacing(/\{(\w+)\}/) { places[String($0.1)] ?? "" }
    }

    /// A named pattern with its places filled in; empty where the book has none of that name.
    func pattern(_ name: String, _ places: [String: String]) -> String {
        Self.fill(patterns[name] ?? "", places)
    }

    /// The plural of a resource type: from the book, or from its name (`DeviceMetric`, “device metrics”).
    func plural(ofType name: String) -> String {
        if let plural = types[name]?.last { return plural }
        let singular = Self.separated(name)
        let ending = singular.suffix(2)
        if singular.hasSuffix("y"), !["ay", "ey", "oy", "uy"].contains(ending) { return singular.dropLast() + "ies" }
        if singular.hasSuffix("s") || singular.hasSuffix("x") || ["ch", "sh"].contains(ending) {
            return singular + "es"
        }
        return singular + "s"
    }

    /// The singular of the type in a launch scope, which is written without capitals.
    func singular(ofLowercasedType name: String) -> String {
        types.first { $0.key.lowercased() == name }?.value.first ?? name
    }

    /// `DeviceMetric` as “device metric”.
    private static func separated(_ name: String) -> String {
        name.reduce(into: "") { words, letter in
            if letter.isUppercase, !words.isEmpty { words.append(" ") }
            words += letter.lowercased()
        }
    }
}
