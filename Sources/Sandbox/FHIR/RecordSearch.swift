import Foundation

/// The search parameters that the sandbox knows, over one resource type (FHIR R4, section 3.1.1).
///
/// A comma means or, a repeated parameter means and. Scopes narrowed by a query are read with the same rules
/// (SMART App Launch 2.2, section 3.0.2.5).
struct RecordSearch: Sendable {
    /// The search parameters that are known.
    static let parameters = ["_id", "patient", "subject", "category", "code", "name"]

    /// Each must be met, by any one of its alternatives.
    private var criteria: [(name: String, alternatives: [String])] = []
    /// How many results a page holds.
    private(set) var count = 50
    /// How many results the pages before hold.
    private(set) var offset = 0
    /// The parameters that were understood, as they were given.
    private(set) var used = FormParameters(pairs: [])
    /// The names that were not.
    private(set) var ignored: [String] = []

    /// Reads a query; what is not known goes to ``ignored``.
    init(_ query: FormParameters) {
        var used: [(name: String, value: String)] = []
        for (name, value) in query.pairs where !value.isEmpty {
            if Self.parameters.contains(name) {
                criteria.append((name, value.split(separator: ",").map(String.init)))
                used.append((name, value))
            } else if name == "_count", let count = Int(value), count >= 0 {
                self.count = min(count, 200)
                used.append((name, value))
            } else if name == "_offset", let offset = Int(value), offset >= 0 {
                self.offset = offset
            } else if name != "_format" && name != "_pretty" {
                ignored.append(name)
            }
        }
        self.used = FormParameters(pairs: used)
    }

    /// Whether the resource meets every criterion.
    func matches(_ resource: FHIRResource) -> Bool {
        criteria.allSatisfy { name, alternatives in
            alternatives.contains { Self.matches(resource, name, $0) }
        }
    }

    /// Whether one criterion is met by one alternative; names are compared from their beginning, without case and
    /// accents.
    private static func matches(_ resource: FHIRResource, _ name: String, _ value: String) -> Bool {
        switch name {
        case "_id": return resource.id == value
        case "patient", "subject":
            let id = value.split(separator: "/").last.map(String.init)
            return resource.patient != nil && resource.patient == id
        case "name":
            return resource.nameParts.contains {
                $0.range(of: value, options: [.caseInsensitive, .diacriticInsensitive, .anchored]) != nil
            }
        default: return matches(resource.codings(name), token: value)
        }
    }

    /// Compares with a token: `code`, `system|code`, `|code` or `system|` (FHIR R4, section 3.1.1.4.10).
    private static func matches(_ codings: [(system: String?, code: String)], token: String) -> Bool {
        let halves = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2 else { return codings.contains { $0.code == token } }
        return codings.contains { coding in
            (coding.system ?? "") == halves[0] && (halves[1].isEmpty || coding.code == halves[1])
        }
    }
}
