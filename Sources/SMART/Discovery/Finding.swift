/// Something noteworthy in what a server advertises.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, CaseIterable {
        /// Signing in cannot work.
        case error
        /// The document breaks a rule; Stoke copes.
        case warning
        /// Unusual but allowed.
        case note
    }

    package let severity: Severity
    /// The rule's place, such as `SMART App Launch 2.2 §3.0.8`; `nil` where no text rules it.
    package let requirement: String?
    package let message: String

    package init(_ severity: Severity, requirement: String? = nil, _ message: String) {
        self.severity = severity
        self.requirement = requirement
        self.message = message
    }
}
