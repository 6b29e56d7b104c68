import Terminal

/// A screen as a value: one cell for each column of each row.
struct Grid: Equatable, Sendable {
    struct Cell: Hashable, Sendable {
        /// The second column of a wide character holds ``continued``.
        var character: Character
        var style: Style

        static let blank = Cell(character: " ", style: .plain)
        static let continued: Character = "\u{0}"
    }

    let size: TerminalSize
    private var cells: [Cell]

    init(size: TerminalSize) {
        self.size = TerminalSize(columns: max(0, size.columns), rows: max(0, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    /// The cells of one row, from left to right.
    func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// The row as text, without the spaces at its end.
    func text(ofRow row: Int) -> String {
        let text = String(self.row(row).lazy.map(\.character).filter { $0 != Cell.continued })
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// Writes text in its safe form and returns the column after it. What falls outside `columns` or the grid is cut.
    @discardableResult
    mutating func put(_ text: String, row: Int, column: Int, style: Style = .plain, within columns: Range<Int>? = nil)
        -> Int
    {
        let allowed = (columns ?? 0..<size.columns).clamped(to: 0..<size.columns)
        guard (0..<size.rows).contains(row) else { return column }
        var column = column
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            for byte in text.utf8 {
                if allowed.contains(column) {
                    set(Cell(character: Character(Unicode.Scalar(byte)), style: style), row, column)
                }
                column += 1
            }
            return column
        }
        for character in CharacterWidth.safe(text) {
            let width = CharacterWidth.columns(of: character)
            guard width > 0 else { continue }
            if allowed.contains(column), allowed.contains(column + width - 1) {
                set(Cell(character: character, style: style), row, column)
                for continued in 1..<max(width, 1) {
                    set(Cell(character: Cell.continued, style: style), row, column + continued)
                }
            } else if allowed.contains(column) {
                set(Cell(character: " ", style: style), row, column)
            }
            column += width
        }
        return column
    }

    /// Blanks an area, for what is drawn over something else.
    mutating func clear(_ area: Area) {
        for row in area.rows.clamped(to: 0..<size.rows) {
            for column in area.columns.clamped(to: 0..<size.columns) { set(.blank, row, column) }
        }
    }

    /// Sets a cell and blanks what remains of a wide character that it cuts in two.
    private mutating func set(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        if cells[index].character == Cell.continued, cell.character != Cell.continued, column > 0 {
            cells[index - 1].character = " "
        }
        if column + 1 < size.columns, cells[index + 1].character == Cell.continued, cell.character != Cell.continued {
            cells[index + 1].character = " "
        }
        cells[index] = cell
    }
}
