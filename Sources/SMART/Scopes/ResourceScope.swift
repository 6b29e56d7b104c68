/// Access to FHIR resources: `patient/Observation.rs?category=laboratory` (SMART App Launch 2.2, section 3.0.2.1).
package struct ResourceScope: Hashable, Sendable {
    /// Whose data the scope reaches.
    package enum Level: String, Hashable, Sendable {
        /// One patient's; all that the person may see; all that the client may see.
        case patient, user, system
    }

    /// Whose data.
    package let level: Level
    /// The resource type; `nil` stands for every type (`*`).
    package let type: String?
    /// What may be done with it.
    package let interactions: Interactions
    /// The search parameters that narrow the scope, as written after `?`.
    package let constraint: String?

    /// A scope by its parts.
    package init(level: Level, type: String?, interactions: Interactions, constraint: String? = nil) {
        self.level = level
        self.type = type
        self.interactions = interactions
        self.constraint = constraint
    }

    /// Whether everything that `other` allows is allowed by this scope too, apart from the interactions.
    func reachesAllData(of other: ResourceScope) -> Bool {
        level == other.level && (type == nil || type == other.type)
            && constraintAdmitsAll(of: other)
    }

    /// Each condition of a constraint narrows it further, and each value of a condition widens it again (R-132).
    private func constraintAdmitsAll(of other: ResourceScope) -> Bool {
        let theirs = other.conditions
        return conditions.allSatisfy { mine in
            theirs.contains { $0.parameter == mine.parameter && $0.values.isSubset(of: mine.values) }
        }
    }

    /// The conditions of the constraint, each with its alternatives.
    private var conditions: [(parameter: String, values: Set<String>)] {
        FormEncoding.decode(constraint ?? "").map { name, value in
            (name, Set(value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
        }
    }

    /// Reads the v1 or the v2 form; `nil` for what is neither.
    init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let separator = parts[0].firstIndex(where: { $0 == "/" }),
            let level = Level(rawValue: String(parts[0][..<separator]))
        else { return nil }
        let target = parts[0][parts[0].index(after: separator)...]
        guard let dot = target.lastIndex(of: "."),
            let interactions = Interactions(suffix: target[target.index(after: dot)...])
        else { return nil }
        let type = target[..<dot]
        guard type == "*" || Self.namesAType(type) else { return nil }
        if parts.count == 2, parts[1].isEmpty { return nil }
        self.init(
            level: level, type: type == "*" ? nil : String(type), interactions: interactions,
            constraint: parts.count == 2 ? String(parts[1]) : nil)
    }

    /// Whether the text has the form of a FHIR resource type.
    private static func namesAType(_ text: some StringProtocol) -> Bool {
        guard let first = text.first, first.isASCII, first.isUppercase else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}

extension ResourceScope: CustomStringConvertible {
    /// The scope in v2 form.
    package var description: String {
        "\(level.rawValue)/\(type ?? "*").\(interactions.suffix)" + (constraint.map { "?" + $0 } ?? "")
    }
}
