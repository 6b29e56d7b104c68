/// A screen as a value: one cell for each column of each row.
///
/// Text becomes cells here and nowhere else, in its safe form (``CharacterWidth``), so a column never shifts.
package struct Grid: Equatable, Sendable {
    /// In cells, never negative.
    package let size: TerminalSize
    /// Row by row.
    private var cells: [Cell]
    /// The marks drawn on a cell, by its place among all; few cells have any, so they take no room in the others.
    private var marks: [Int: [Unicode.Scalar]] = [:]

    /// A blank screen; a negative size counts as none.
    package init(size: TerminalSize) {
        self.size = TerminalSize(columns: max(0, size.columns), rows: max(0, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    /// The cells of one row, from left to right.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// The marks drawn on the character at a column, in order; mostly none.
    func marks(row: Int, column: Int) -> [Unicode.Scalar] {
        marks.isEmpty ? [] : marks[row * size.columns + column, default: []]
    }

    /// Whether any cell has marks, so that it is worth asking for them.
    var hasMarks: Bool { !marks.isEmpty }

    /// The row as text, without the spaces at its end.
    package func text(ofRow row: Int) -> String {
        let cells = self.row(row)
        guard let end = cells.lastIndex(where: { $0.base != Cell.blank.base }) else { return "" }
        var text = String.UnicodeScalarView()
        for place in cells.startIndex...end where !cells[place].isContinued {
            text.append(cells[place].scalar)
            text.append(contentsOf: marks[place, default: []])
        }
        return String(text)
    }

    /// The rows in which this grid differs from `previous`, from the top; all of them where there is none of this size.
    package func rows(changedFrom previous: Grid?) -> [Int] {
        guard let previous, previous.size == size else { return Array(0..<size.rows) }
        let markedRows = Set((Array(marks.keys) + Array(previous.marks.keys)).map { $0 / max(1, size.columns) })
        return (0..<size.rows).filter { row in
            self.row(row) != previous.row(row)
                || markedRows.contains(row) && marks(ofRow: row) != previous.marks(ofRow: row)
        }
    }

    /// The marks of a row, by their cell's place.
    private func marks(ofRow row: Int) -> [Int: [Unicode.Scalar]] {
        marks.filter { $0.key / size.columns == row }
    }
}

// MARK: - Writing

/// Drawing on the value.
extension Grid {
    /// Writes text in its safe form and returns the column after it.
    ///
    /// What falls outside `columns` or the grid is cut.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, style: Style = .plain, within columns: Range<Int>? = nil
    ) -> Int {
        let allowed = (columns ?? 0..<size.columns).clamped(to: 0..<size.columns)
        guard (0..<size.rows).contains(row) else { return column }
        let look = Style.Code(style)
        if let end = putPlain(text, row, column, look, within: allowed) { return end }
        var column = column
        for character in text {
            CharacterWidth.forEachSafeScalar(of: character) { scalar, width in
                if width == 0 {
                    mark(row, column - 1, scalar, within: allowed)
                } else {
                    place(Cell(scalar, look), width, row, column, within: allowed)
                    column += width
                }
            }
        }
        return column
    }

    /// Blanks a rectangle, for what is drawn over something else; what of it lies outside the grid is passed over.
    package mutating func clear(rows: Range<Int>, columns: Range<Int>) {
        let columns = columns.clamped(to: 0..<size.columns)
        guard !columns.isEmpty else { return }
        for row in rows.clamped(to: 0..<size.rows) {
            open(row, columns)
            let start = row * size.columns
            for place in (start + columns.lowerBound)..<(start + columns.upperBound) { cells[place] = .blank }
        }
    }

    /// Writes text of one scalar a column, as most text is, without looking for the bounds of characters; `nil`, with
    /// nothing written, for other text.
    private mutating func putPlain(
        _ text: String, _ row: Int, _ column: Int, _ look: Style.Code, within allowed: Range<Int>
    ) -> Int? {
        guard let count = CharacterWidth.plainColumns(of: text) else { return nil }
        let written = (column..<column + count).clamped(to: allowed)
        guard !written.isEmpty else { return column + count }
        open(row, written)
        let start = row * size.columns
        var at = column
        for scalar in text.unicodeScalars {
            if written.contains(at) { cells[start + at] = Cell(scalar, look) }
            at += 1
        }
        return column + count
    }

    /// Sets a cell and the second column of a wide one; a space where only one of the two is allowed.
    private mutating func place(_ cell: Cell, _ width: Int, _ row: Int, _ column: Int, within allowed: Range<Int>) {
        let columns = column..<column + width
        let written = columns.clamped(to: allowed)
        guard !written.isEmpty else { return }
        open(row, written)
        let start = row * size.columns
        if written == columns {
            cells[start + column] = cell
            if width > 1 { cells[start + column + 1] = .continued(cell.look) }
        } else {
            for half in written { cells[start + half] = cell.erased }
        }
    }

    /// Puts a mark on the character that ends in a column.
    private mutating func mark(_ row: Int, _ column: Int, _ scalar: Unicode.Scalar, within allowed: Range<Int>) {
        guard allowed.contains(column) else { return }
        let place = row * size.columns + column
        marks[cells[place].isContinued ? place - 1 : place, default: []].append(scalar)
    }

    /// Makes columns of a row ready to be written over: blanks what would remain of wide characters that they cut in two,
    /// and drops the marks on them.
    private mutating func open(_ row: Int, _ columns: Range<Int>) {
        let start = row * size.columns
        let first = start + columns.lowerBound
        let after = start + columns.upperBound
        if cells[first].isContinued {
            cells[first - 1] = cells[first - 1].erased
            if !marks.isEmpty { marks[first - 1] = nil }
        }
        if columns.upperBound < size.columns, cells[after].isContinued { cells[after] = .blank }
        guard !marks.isEmpty else { return }
        for place in first..<after { marks[place] = nil }
    }
}
