import SMART

/// A FHIR error body (FHIR R4, OperationOutcome).
enum OperationOutcome {
    /// - Parameter code: an issue type such as `not-found`, `forbidden`, `login`.
    static func error(_ code: String, _ diagnostics: String) -> JSONValue {
        .object([
            "resourceType": .string("OperationOutcome"),
            "issue": .array([
                .object([
                    "severity": .string("error"), "code": .string(code), "diagnostics": .string(diagnostics),
                ])
            ]),
        ])
    }
}
