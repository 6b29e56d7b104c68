import Terminal

/// A rectangle of cells.
struct Area: Hashable, Sendable {
    /// The topmost row, counted from the top of the screen.
    var row: Int
    /// The leftmost column, counted from the left edge of the screen.
    var column: Int
    /// In rows; 0 where there is no room.
    var height: Int
    /// In columns; 0 where there is no room.
    var width: Int

    /// An area of this place and size; a negative size counts as none.
    init(row: Int, column: Int, height: Int, width: Int) {
        self.row = row
        self.column = column
        self.height = max(0, height)
        self.width = max(0, width)
    }

    /// The whole of a screen.
    init(_ size: TerminalSize) {
        self.init(row: 0, column: 0, height: size.rows, width: size.columns)
    }

    /// The rows of the screen that the area covers.
    var rows: Range<Int> { row..<row + height }
    /// The columns of the screen that the area covers.
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
