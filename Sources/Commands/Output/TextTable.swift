import Terminal

/// Columns of text, each as wide as its widest cell.
struct TextTable {
    private var rows: [[String]]

    init(heading: [String], _ rows: [[String]]) {
        self.rows = [heading] + rows
    }

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
