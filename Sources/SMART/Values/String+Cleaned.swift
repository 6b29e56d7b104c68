extension String {
    /// This text without control and bidirectional formatting characters, for text that a server wrote and a terminal will show.
    ///
    /// Line breaks and tabs become single spaces; everything else that could move the cursor, change the terminal's mode or
    /// reorder what is read is dropped.
    package var cleaned: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t":
                if result.last != " " { result.append(" ") }
            default:
                if !scalar.steersTheTerminal { result.append(scalar) }
            }
        }
        return String(result)
    }

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
