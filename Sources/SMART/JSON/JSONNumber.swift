/// A number of a JSON text (RFC 8259 section 6), with the digits that were written.
///
/// An identifier that a server writes as a number keeps them, however many there are; only times and lifetimes are reckoned with.
package struct JSONNumber: Hashable, Sendable {
    /// The number as it was written, such as `12345678901234567` or `-1.50e3`.
    package let text: String

    /// - Parameter text: a number by RFC 8259's grammar.
    init(text: String) {
        self.text = text
    }

    /// A whole number.
    package init(_ value: Int) {
        text = String(value)
    }

    /// A number without a fraction where it is whole; what is not finite is 0, for JSON has no such number.
    package init(_ value: Double) {
        text = Int(exactly: value).map(String.init) ?? (value.isFinite ? String(value) : "0")
    }

    /// The number to reckon with, as near as a `Double` comes.
    package var value: Double { Double(text) ?? 0 }

    /// The digits as they were written, with sign and fraction; `nil` for a number with an exponent, which has no digits of its own.
    package var digits: String? {
        text.contains { $0 == "e" || $0 == "E" } ? nil : text
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    package init(integerLiteral value: Int) { self.init(value) }
    package init(floatLiteral value: Double) { self.init(value) }
}
