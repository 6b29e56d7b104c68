import CLinux
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
        if CharacterWidth.isPlain(text) {
            for scalar in text.unicodeScalars.prefix(columns) {
                cells.append(paint.cell(isUTF8 ? scalar : ASCIIForm.of(scalar)))
            }
        } else {
            appendCells(of: text, columns: columns, paint)
        }
        unsafe wmove(cterm_stdscr(), Int32(row), Int32(column))
        unsafe wadd_wchnstr(cterm_stdscr(), cells, Int32(cells.count))
    }

    private mutating func appendCells(of text: String, columns: Int, _ paint: Palette.Paint) {
        var used = 0
        // The base and the marks of the last cell.
        var scalars: [UInt32] = []
        for character in text {
            guard used + CharacterWidth.columns(of: character) <= columns else { break }
            CharacterWidth.forEachSafeScalar(of: character) { scalar, width in
                used += width
                if width == 0 {
                    guard !scalars.isEmpty else { return }
                    scalars.append(scalar.value)
                    cells[cells.count - 1] = paint.cell(scalars)
                } else if isDrawable(scalar, width) {
                    scalars = [scalar.value]
                    cells.append(paint.cell(scalar))
                } else {
                    scalars = []
                    for _ in 0..<width { cells.append(paint.cell(ASCIIForm.of(scalar))) }
                }
            }
        }
    }

    /// Whether the locale can show the scalar, and ncurses will advance by what ``CharacterWidth`` says.
    private func isDrawable(_ scalar: Unicode.Scalar, _ width: Int) -> Bool {
        if scalar.isASCII { return true }
        return isUTF8 && clinux_column_width(scalar.value) == width
    }
}
