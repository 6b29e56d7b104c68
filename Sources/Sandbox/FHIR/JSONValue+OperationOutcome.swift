import SMART

extension JSONValue {
    /// A FHIR error body with one issue (FHIR R4, OperationOutcome).
    ///
    /// - Parameters:
    ///   - code: an issue type such as `not-found`, `forbidden`, `login`.
    ///   - diagnostics: what went wrong, in one sentence.
    /// - Returns: the body; its severity is `error`.
    static func operationOutcome(_ code: String, _ diagnostics: String) -> JSONValue {
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
