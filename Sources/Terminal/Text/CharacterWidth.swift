/// How many terminal columns text takes: the one answer for the whole program.
///
/// Terminals, C libraries and Unicode disagree on variation selectors, joined emoji, flags and young characters. A column
/// must not shift over that, so the measure is taken of the *safe form* of a text, on which all of them agree, and
/// ``Screen`` draws nothing else. It does not depend on the locale.
package enum CharacterWidth {
    /// The columns that the safe form of a character takes: 0 for one that leaves nothing, else 1 or more.
    package static func columns(of character: Character) -> Int {
        var columns = 0
        forEachSafeScalar(of: character) { _, width in columns += width }
        return columns
    }

    /// The columns that the safe form of a text takes.
    package static func columns(of text: String) -> Int {
        if let columns = plainColumns(of: text) { return columns }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    /// The text in a form that every terminal draws in the same number of columns.
    ///
    /// Variation selectors, joiners, skin tones and invisible formatting go, a joined emoji becomes its first, a flag its
    /// two letters, white space a space; what has no agreed width becomes `�`. At most four marks stay on a character.
    package static func safe(_ text: String) -> String {
        if isPlain(text) { return text }
        var safe = String.UnicodeScalarView()
        for character in text {
            forEachSafeScalar(of: character) { scalar, _ in safe.append(scalar) }
        }
        return String(safe)
    }

    /// The safe text in exactly so many columns: cut with `…` where it is too long, padded with spaces where it is short.
    package static func fit(_ text: String, columns: Int) -> String {
        let cut = truncate(text, columns: columns)
        return cut + String(repeating: " ", count: max(0, columns - self.columns(of: cut)))
    }

    /// The safe text in at most so many columns, its cut end marked with `…`.
    package static func truncate(_ text: String, columns limit: Int) -> String {
        guard limit > 0 else { return "" }
        let text = safe(text)
        if columns(of: text) <= limit { return text }
        return prefix(of: text, columns: limit - 1) + "…"
    }

    /// As much of the start of the safe text as goes into so many columns, unmarked.
    package static func prefix(of text: String, columns limit: Int) -> String {
        var taken = ""
        var used = 0
        for character in safe(text) {
            let width = columns(of: character)
            guard used + width <= limit else { break }
            taken.append(character)
            used += width
        }
        return taken
    }
}

/// The safe form, scalar by scalar.
extension CharacterWidth {
    /// Calls `body` with each scalar of the safe form and its columns, which are 0 for a mark on the scalar before.
    package static func forEachSafeScalar(of character: Character, _ body: (Unicode.Scalar, Int) -> Void) {
        var base: Unicode.Scalar?
        var marks = 0
        func place(_ scalar: Unicode.Scalar, _ width: Int) {
            base = scalar
            marks = 0
            body(scalar, width)
        }
        for scalar in character.unicodeScalars {
            switch Kind(scalar) {
            case .narrow: place(scalar, 1)
            case .wide: place(scalar, 2)
            case .letter(let letter): place(letter, 1)
            case .conjoining where !isHangul(base): place(replacement, 1)
            case .mark where base != nil, .conjoining:
                guard marks < marksPerCell else { continue }
                marks += 1
                body(scalar, 0)
            case .space where base == nil: place(" ", 1)
            case .doubtful: place(replacement, 1)
            case .mark: place(replacement, 1)
            case .skinTone where base == nil: place(replacement, 1)
            case .joiner:
                // What is joined to an emoji only alters its picture; elsewhere a joiner is mere typography.
                if let base, base.properties.isEmoji { return }
            case .space, .skinTone, .dropped: continue
            }
        }
    }

    /// Whether a scalar is one that conjoining vowels and finals are drawn on.
    private static func isHangul(_ base: Unicode.Scalar?) -> Bool {
        switch base?.value ?? 0 {
        case 0x1100...0x115F, 0xA960...0xA97C, 0xAC00...0xD7A3: true
        default: false
        }
    }

    /// The columns of a text that is its own safe form with one scalar a column, as nearly all of what is drawn is: the
    /// shapes of screens, and Latin letters; `nil` for any other.
    ///
    /// Seen without looking for the bounds of characters, which is slow.
    static func plainColumns(of text: String) -> Int? {
        let bytes = text.utf8
        let isASCII = unsafe bytes.withContiguousStorageIfAvailable { bytes in
            unsafe bytes.allSatisfy { (0x20...0x7E).contains($0) }
        }
        if isASCII == true { return bytes.count }
        var columns = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x2500...0x25FC: columns += 1
            // Dashes, quotation marks and the ellipsis; arrows; the return sign, check marks and crosses.
            case 0x2010...0x2027, 0x2190...0x21FF, 0x23CE, 0x2713...0x2718: columns += 1
            default: return nil
            }
        }
        return columns
    }

    /// Whether a text is its own safe form with one scalar a column.
    private static func isPlain(_ text: String) -> Bool { plainColumns(of: text) != nil }

    /// As many marks as ncurses keeps in a cell (`CCHARW_MAX` less the base).
    private static let marksPerCell = 4
    /// What stands for a scalar without an agreed width.
    private static let replacement: Unicode.Scalar = "\u{FFFD}"
}
