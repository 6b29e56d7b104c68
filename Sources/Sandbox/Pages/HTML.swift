/// HTML text.
///
/// Every string put into it is escaped; only other ``HTML`` goes in as it is.
///
/// ```swift
/// let cell: HTML = "<td>\(patient.name)</td>"
/// ```
struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// The markup.
    let text: String

    /// Markup of our own.
    init(stringLiteral text: String) {
        self.text = text
    }

    /// Markup of our own with escaped text in it.
    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// Escapes whatever text is put in.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        /// Takes markup of our own as it stands in the source.
        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Escapes text, wherever it comes from.
        mutating func appendInterpolation(_ value: String) {
            text += HTML.escaped(value)
        }

        /// Takes markup that was escaped when it was made.
        mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        /// Takes several, one after the other.
        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { text += part.text }
        }
    }

    /// `text` without the characters that could end an element, an attribute or an entity.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
