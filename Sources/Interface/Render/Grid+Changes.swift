import Terminal

extension Grid {
    /// Neighbouring cells of one style, to be sent in one go.
    struct Run: Equatable, Sendable {
        var row: Int
        var column: Int
        var text: String
        var style: Style
    }

    /// The runs that turn `previous` into this grid; all of it where there is none of this size.
    func runs(changedFrom previous: Grid?) -> [Run] {
        guard let previous, previous.size == size else {
            return (0..<size.rows).flatMap { runs(ofRow: $0, 0..<size.columns) }
        }
        return (0..<size.rows).flatMap { row in
            changedColumns(ofRow: row, from: previous).flatMap { runs(ofRow: row, $0) }
        }
    }

    /// Where a row differs.
    ///
    /// Changes a few cells apart are joined: moving the cursor costs more than writing them again.
    private func changedColumns(ofRow row: Int, from previous: Grid) -> [Range<Int>] {
        let new = self.row(row)
        let old = previous.row(row)
        guard new != old else { return [] }
        var ranges: [Range<Int>] = []
        for (column, (left, right)) in zip(new, old).enumerated() where left != right {
            if let last = ranges.last, column - last.upperBound <= Self.nearby {
                ranges[ranges.count - 1] = last.lowerBound..<(column + 1)
            } else {
                ranges.append(column..<(column + 1))
            }
        }
        return ranges.map { wholeCharacters($0, in: new) }
    }

    private static let nearby = 4

    /// The range widened so that it neither begins nor ends within a wide character.
    private func wholeCharacters(_ range: Range<Int>, in cells: ArraySlice<Cell>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower > 0, cells[cells.startIndex + lower].isContinued { lower -= 1 }
        while upper < size.columns, cells[cells.startIndex + upper].isContinued { upper += 1 }
        return lower..<upper
    }

    private func runs(ofRow row: Int, _ columns: Range<Int>) -> [Run] {
        let cells = self.row(row)
        var runs: [Run] = []
        var start = columns.lowerBound
        while start < columns.upperBound {
            let style = cells[cells.startIndex + start].style
            var text = String.UnicodeScalarView()
            var end = start
            while end < columns.upperBound, cells[cells.startIndex + end].style == style {
                cells[cells.startIndex + end].write(to: &text)
                end += 1
            }
            runs.append(Run(row: row, column: start, text: String(text), style: style))
            start = end
        }
        return runs
    }
}
