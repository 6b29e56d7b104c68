import CQREncode

/// A QR code of a text, as rows of terminal cells with the quiet zone around it that scanners need.
///
/// Draw the rows of half blocks in black on white, whatever the theme: many scanners read no inverted code.
package struct QRCode: Hashable, Sendable {
    /// How the modules are put into cells.
    package enum Form: Hashable, Sendable {
        /// Two modules above each other in a cell: `▀▄█` and space.
        case halfBlocks
        /// A module in two cells: `##` and spaces.
        case ascii
    }

    /// Modules on a side, without the quiet zone.
    package let modules: Int
    /// Row by row, without the quiet zone.
    private let dark: [Bool]

    /// The modules that must stay light on each side (ISO/IEC 18004).
    private static let quietZone = 4

    /// - Returns: `nil` for a text that is empty or more than a code holds (2,953 bytes).
    package init?(_ text: String) {
        guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { unsafe QRcode_free(code) }
        modules = unsafe Int(code.pointee.width)
        guard let data = unsafe code.pointee.data else { return nil }
        // The lowest bit of a module is its colour.
        dark = (0..<(modules * modules)).map { unsafe data[$0] & 1 == 1 }
    }

    /// Whether the module is dark; outside the code none is.
    package func isDark(row: Int, column: Int) -> Bool {
        guard (0..<modules).contains(row), (0..<modules).contains(column) else { return false }
        return dark[row * modules + column]
    }

    /// What the rows take, quiet zone included.
    package func size(_ form: Form = .halfBlocks) -> TerminalSize {
        let side = modules + 2 * Self.quietZone
        return switch form {
        case .halfBlocks: TerminalSize(columns: side, rows: (side + 1) / 2)
        case .ascii: TerminalSize(columns: 2 * side, rows: side)
        }
    }

    /// The rows, all of the same width.
    package func rows(_ form: Form = .halfBlocks) -> [String] {
        let side = -Self.quietZone..<(modules + Self.quietZone)
        switch form {
        case .halfBlocks:
            return stride(from: side.lowerBound, to: side.upperBound, by: 2).map { row in
                String(
                    side.map { column -> Character in
                        switch (isDark(row: row, column: column), isDark(row: row + 1, column: column)) {
                        case (true, true): "█"
                        case (true, false): "▀"
                        case (false, true): "▄"
                        case (false, false): " "
                        }
                    })
            }
        case .ascii:
            return side.map { row in
                side.map { isDark(row: row, column: $0) ? "##" : "  " }.joined()
            }
        }
    }
}
