/// A FHIR server's own account of what went wrong (`OperationOutcome`, all versions), in words.
package struct OperationOutcome: Hashable, Sendable, CustomStringConvertible {
    /// One sentence an issue, cleaned; empty where the server gave none.
    package let issues: [String]

    /// Reads the body of an answer; `nil` where it is no `OperationOutcome`.
    package init?(reading body: JSONValue) {
        guard body["resourceType"]?.string == "OperationOutcome" else { return nil }
        issues = (body["issue"]?.array ?? []).compactMap { issue in
            let words = issue["details"]?["text"]?.words ?? issue["diagnostics"]?.words ?? issue["code"]?.words
            return words.map { String($0.prefix(500)) }
        }
    }

    /// What the server gave, one issue after the other.
    package var description: String {
        issues.isEmpty ? "the server reports a problem without saying which" : issues.joined(separator: "; ")
    }
}
