/// The size of a terminal in character cells.
package struct TerminalSize: Hashable, Sendable {
    /// From left to right.
    package var columns: Int
    /// From top to bottom.
    package var rows: Int

    /// A size in cells.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}
