/// The ASCII stand-in for a character where the terminal takes no UTF-8.
enum ASCIIForm {
    /// A character that looks like the scalar, or `?`.
    static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar }
        return forms[scalar] ?? "?"
    }

    /// The stand-ins, by what they stand in for.
    private static let forms: [Unicode.Scalar: Unicode.Scalar] = {
        let rows: [(Unicode.Scalar, String)] = [
            ("-", "─━═‐‑‒–—−"), ("|", "│┃║"), ("+", "┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬"), ("#", "█▀▄▌▐▓▒■"), ("*", "●•◆★"),
            (".", "…·"), (">", "▸▶►→›»"), ("<", "◂◀◄←‹«⏎"), ("^", "▲↑"), ("v", "▼↓"), ("x", "✖✗✘×"), ("o", "○◌◦"),
            ("!", "⚠"), ("'", "‘’‚"), ("\"", "“”„"), ("v", "✓✔"), (" ", "\u{A0}"),
        ]
        return rows.reduce(into: [:]) { forms, row in
            for scalar in row.1.unicodeScalars { forms[scalar] = row.0 }
        }
    }()
}
