import Terminal

/// A screen as a value: one cell for each column of each row.
struct Grid: Equatable, Sendable {
    /// What one column shows.
    ///
    /// A plain value without references, since a frame makes and compares thousands of them.
    struct Cell: Hashable, Sendable {
        /// The scalar drawn; 0 in the second column of a wide one.
        private(set) var base: UInt32
        /// The marks drawn on it; 0 where there are fewer.
        private(set) var marks = SIMD4<UInt32>(repeating: 0)
        var style: Style

        init(_ base: Unicode.Scalar, _ style: Style) {
            self.base = base.value
            self.style = style
        }

        private init(continuing style: Style) {
            base = 0
            self.style = style
        }

        static let blank = Cell(" ", .plain)

        static func continued(_ style: Style) -> Cell { Cell(continuing: style) }

        var isContinued: Bool { base == 0 }

        mutating func mark(_ mark: Unicode.Scalar) {
            guard let free = marks.indices.first(where: { marks[$0] == 0 }) else { return }
            marks[free] = mark.value
        }

        func write(to text: inout String.UnicodeScalarView) {
            guard !isContinued else { return }
            text.append(Unicode.Scalar(base) ?? " ")
            for index in marks.indices where marks[index] != 0 {
                if let mark = Unicode.Scalar(marks[index]) { text.append(mark) }
            }
        }
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
        let cells = self.row(row)
        guard let end = cells.lastIndex(where: { $0.base != Cell.blank.base }) else { return "" }
        var text = String.UnicodeScalarView()
        for cell in cells[...end] { cell.write(to: &text) }
        return String(text)
    }

    /// Writes text in its safe form and returns the column after it.
    ///
    /// What falls outside `columns` or the grid is cut.
    @discardableResult
    mutating func put(
        _ text: String, row: Int, column: Int, style: Style = .plain, within columns: Range<Int>? = nil
    ) -> Int {
        let allowed = (columns ?? 0..<size.columns).clamped(to: 0..<size.columns)
        guard (0..<size.rows).contains(row) else { return column }
        var column = column
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            // Most text is: no need to look for the bounds of characters.
            for byte in text.utf8 {
                if allowed.contains(column) { set(Cell(Unicode.Scalar(byte), style), row, column) }
                column += 1
            }
            return column
        }
        for character in text {
            CharacterWidth.forEachSafeScalar(of: character) { scalar, width in
                if width == 0 {
                    mark(row, column - 1, scalar, within: allowed)
                } else {
                    place(Cell(scalar, style), width, row, column, within: allowed)
                    column += width
                }
            }
        }
        return column
    }

    /// Blanks an area, for what is drawn over something else.
    mutating func clear(_ area: Area) {
        for row in area.rows.clamped(to: 0..<size.rows) {
            for column in area.columns.clamped(to: 0..<size.columns) { set(.blank, row, column) }
        }
    }

    /// Sets a cell and the second column of a wide one; a space where only one of the two is allowed.
    private mutating func place(_ cell: Cell, _ width: Int, _ row: Int, _ column: Int, within allowed: Range<Int>) {
        let last = column + width - 1
        if allowed.contains(column), allowed.contains(last) {
            set(cell, row, column)
            if width > 1 { set(.continued(cell.style), row, last) }
        } else {
            for half in column...last where allowed.contains(half) { set(Cell(" ", cell.style), row, half) }
        }
    }

    /// Puts a mark on the character that ends in a column.
    private mutating func mark(_ row: Int, _ column: Int, _ scalar: Unicode.Scalar, within allowed: Range<Int>) {
        guard allowed.contains(column) else { return }
        let index = row * size.columns + column
        cells[cells[index].isContinued ? index - 1 : index].mark(scalar)
    }

    /// Sets a cell and blanks what remains of a wide character that it cuts in two.
    private mutating func set(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        if !cell.isContinued, cells[index].isContinued { cells[index - 1] = Cell(" ", cells[index - 1].style) }
        if column + 1 < size.columns, cells[index + 1].isContinued { cells[index + 1] = .blank }
        cells[index] = cell
    }
}
