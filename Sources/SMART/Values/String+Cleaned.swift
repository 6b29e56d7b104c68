extension String {
    /// This text without control and bidirectional formatting characters, for text that a server wrote and a terminal will show.
    ///
    /// Line breaks and tabs become single spaces; everything else that could move the cursor, change the terminal's mode or
    /// reorder what is read is dropped. So are combining marks beyond what any script puts on one letter: a terminal would draw
    /// thousands in one place.
    package var cleaned: String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for scalar in unicodeScalars {
            marks = scalar.isCombiningMark ? marks + 1 : 0
            guard marks <= Self.mostCombiningMarks else { continue }
            switch scalar {
            case "\n", "\r", "\t":
                if result.last != " " { result.append(" ") }
            default:
                if !scalar.steersTheTerminal { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// How many combining marks may follow each other.
    private static let mostCombiningMarks = 8

    /// This text with control and bidirectional formatting characters written out (`\u{1B}`), for a terminal that shows a document as it
    /// is; line feeds and tabs stay.
    package var escaped: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.steersTheTerminal, scalar != "\n", scalar != "\t" {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether this is drawn over the character before it.
    fileprivate var isCombiningMark: Bool {
        guard value >= 0x300 else { return false }
        return properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
    }

    /// Whether a terminal obeys this character, or reorders what it shows, instead of printing it.
    fileprivate var steersTheTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0x2028...0x2029, 0xFEFF, 0xFFF9...0xFFFB: true
        default: false
        }
    }
}
