import Terminal

/// Columns of text, each as wide as its widest cell.
///
/// Widths are those of a terminal: a wide character takes two columns, a combining one none.
struct TextTable {
    private var rows: [[String]]

    /// A table; each row has as many cells as the heading.
    init(heading: [String], _ rows: [[String]]) {
        self.rows = [heading] + rows
    }

    /// The lines, two blanks between columns and none at the end of a line.
    var text: String {
        let widths = rows[0].indices.map { column in
            rows.map { CharacterWidth.columns(of: $0[column]) }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { CharacterWidth.fit($0, columns: $1) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
