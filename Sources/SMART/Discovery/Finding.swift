/// Something noteworthy in what a server advertises.
package struct Finding: Hashable, Sendable {
    /// How much a finding matters, worst first.
    package enum Severity: String, Hashable, Sendable, CaseIterable {
        /// Signing in cannot work.
        case error
        /// The document breaks a rule; Stoke copes.
        case warning
        /// Unusual but allowed.
        case note
    }

    /// How much it matters.
    package let severity: Severity
    /// The rule's place, such as `SMART App Launch 2.2 §3.0.8`; `nil` where no text rules it.
    package let requirement: String?
    /// What was found, in one sentence, cleaned.
    package let message: String

    /// Something found.
    ///
    /// - Parameters:
    ///   - severity: how much it matters.
    ///   - requirement: the place of the rule, with its document.
    ///   - message: what was found, in one sentence, cleaned.
    package init(_ severity: Severity, requirement: String? = nil, _ message: String) {
        self.severity = severity
        self.requirement = requirement
        self.message = message
    }
}
