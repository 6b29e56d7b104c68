import Terminal

/// A rectangle of cells.
struct Area: Hashable, Sendable {
    var row: Int
    var column: Int
    var height: Int
    var width: Int

    init(row: Int, column: Int, height: Int, width: Int) {
        self.row = row
        self.column = column
        self.height = max(0, height)
        self.width = max(0, width)
    }

    init(_ size: TerminalSize) {
        self.init(row: 0, column: 0, height: size.rows, width: size.columns)
    }

    var rows: Range<Int> { row..<row + height }
    var columns: Range<Int> { column..<column + width }

    /// Cuts `height` rows off the top and returns them.
    mutating func takeTop(_ height: Int) -> Area {
        let taken = Area(row: row, column: column, height: min(height, self.height), width: width)
        row += taken.height
        self.height -= taken.height
        return taken
    }

    /// Cuts `height` rows off the bottom and returns them.
    mutating func takeBottom(_ height: Int) -> Area {
        let height = min(height, self.height)
        self.height -= height
        return Area(row: row + self.height, column: column, height: height, width: width)
    }

    /// The area less so many columns on either side.
    func inset(by columns: Int) -> Area {
        Area(row: row, column: column + columns, height: height, width: width - 2 * columns)
    }
}
