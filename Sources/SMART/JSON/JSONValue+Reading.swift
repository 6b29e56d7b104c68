package import Foundation

extension JSONValue {
    /// This value with all its text, names of members included, cleaned of what steers a terminal.
    package var cleaned: JSONValue {
        switch self {
        case .null, .bool, .number: self
        case .string(let text): .string(text.cleaned)
        case .array(let values): .array(values.map(\.cleaned))
        case .object(let members):
            .object(
                Dictionary(members.map { ($0.key.cleaned, $0.value.cleaned) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Cleaned, trimmed text that says something.
    ///
    /// A number counts as its digits, all of them, since some servers send identifiers so.
    package var words: String? {
        switch self {
        case .string(let text):
            let trimmed = text.cleaned.trimmingCharacters(in: .whitespaces)
            return trimmed.isEmpty ? nil : trimmed
        case .number(let number): return number.digits
        default: return nil
        }
    }

    /// A Boolean, also where a server wrote it as text.
    package var truth: Bool? {
        switch words?.lowercased() {
        case "true": true
        case "false": false
        default: bool
        }
    }

    /// A number, also where a server wrote it as text; never infinite and never “not a number”.
    package var quantity: Double? {
        let value = number ?? string.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// A lifetime in seconds.
    ///
    /// Zero and less say nothing (several servers write them for “never” or “unknown”); more than a lifetime can mean
    /// is cut to 68 years, which keeps every date that is reckoned from it printable.
    package var lifetime: TimeInterval? {
        guard let quantity, quantity > 0 else { return nil }
        return min(quantity, TimeInterval(Int32.max))
    }
}
