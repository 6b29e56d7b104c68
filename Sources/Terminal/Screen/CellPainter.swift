import CTerm

/// Turns text into ncurses cells.
struct CellPainter {
    private let isUTF8: Bool
    private var palette: Palette
    private var cells: [cchar_t] = []

    init(isUTF8: Bool, allowsColor: Bool) {
        self.isUTF8 = isUTF8
        palette = Palette(allowsColor: allowsColor)
    }

    mutating func paint(_ text: String, style: Style, row: Int, column: Int, columns: Int) {
        cells.removeAll(keepingCapacity: true)
        let paint = palette.paint(for: style)
        if CharacterWidth.isPrintableASCII(text) {
            for byte in text.utf8.prefix(columns) { append([UInt32(byte)], paint) }
        } else {
            appendCells(of: text, columns: columns, paint)
        }
        wmove(cterm_stdscr(), Int32(row), Int32(column))
        wadd_wchnstr(cterm_stdscr(), cells, Int32(cells.count))
    }

    private mutating func appendCells(of text: String, columns: Int, _ paint: Palette.Paint) {
        var used = 0
        var cell: [UInt32] = []
        for character in text {
            guard used + CharacterWidth.columns(of: character) <= columns else { break }
            CharacterWidth.forEachSafeScalar(of: character) { scalar, width in
                if width == 0 {
                    if !cell.isEmpty { cell.append(scalar.value) }
                    return
                }
                flush(&cell, paint)
                used += width
                if isDrawable(scalar, width) {
                    cell = [scalar.value]
                } else {
                    for _ in 0..<width { append([ASCIIForm.of(scalar).value], paint) }
                }
            }
        }
        flush(&cell, paint)
    }

    private mutating func flush(_ cell: inout [UInt32], _ paint: Palette.Paint) {
        guard !cell.isEmpty else { return }
        append(cell, paint)
        cell = []
    }

    private mutating func append(_ scalars: [UInt32], _ paint: Palette.Paint) {
        cells.append(cterm_cell(scalars, Int32(scalars.count), paint.attributes, paint.pair))
    }

    /// Whether the locale can show the scalar, and ncurses will advance by what ``CharacterWidth`` says.
    private func isDrawable(_ scalar: Unicode.Scalar, _ width: Int) -> Bool {
        if scalar.isASCII { return true }
        return isUTF8 && cterm_column_width(scalar.value) == width
    }
}
