import Foundation
import Terminal

/// One rendered screen: what the terminal is to show, and until when it holds.
struct Frame: Sendable {
    /// Every cell of the screen.
    var grid: Grid
    /// `nil` hides the cursor.
    var cursor: Canvas.Position?
    /// When a visible text changes by the passing of time; `nil` where nothing counts down.
    var nextChange: Date?
}

/// What a screen paints on: the grid, the cursor and the ticker of one frame.
struct Canvas: Sendable {
    /// A cell, counted from the upper left corner of the screen, which is 0, 0.
    struct Position: Equatable, Sendable {
        var row: Int
        var column: Int
    }

    /// What has been painted so far.
    private var grid: Grid
    /// Where the hardware cursor stands: on the focused row or in the field.
    var cursor: Position?
    /// The moment shown; it gathers when a text that depends on it changes.
    var ticker: Ticker
    /// The glyphs that may be painted.
    let theme: Theme

    /// A blank canvas of this size, for one moment and one look.
    init(size: TerminalSize, ticker: Ticker, theme: Theme) {
        grid = Grid(size: size)
        self.ticker = ticker
        self.theme = theme
    }

    /// The size of the screen, in cells.
    var size: TerminalSize { grid.size }

    /// What has been painted.
    var frame: Frame { Frame(grid: grid, cursor: cursor, nextChange: ticker.nextChange) }

    /// Puts a line into a row of an area, cut with `…` where it is too long, and returns the column after it.
    @discardableResult
    mutating func put(_ line: Line, in area: Area, row: Int = 0, column: Int = 0) -> Int {
        guard row >= 0, row < area.height else { return area.column + column }
        var at = area.column + column
        var rest = area.width - column
        for span in line.spans where rest > 0 {
            let text = span.columns > rest ? truncated(span.text, columns: rest) : span.text
            let end = grid.put(text, row: area.row + row, column: at, style: span.style, within: area.columns)
            rest -= end - at
            at = end
        }
        return at
    }

    /// Puts lines one below the other, as many as there is room for.
    mutating func put(_ lines: some Sequence<Line>, in area: Area) {
        for (row, line) in lines.enumerated().prefix(area.height) { put(line, in: area, row: row) }
    }

    /// Puts text that ends at the right edge of the area.
    mutating func putRight(_ line: Line, in area: Area, row: Int = 0) {
        put(line, in: area, row: row, column: max(0, area.width - line.columns))
    }

    /// Draws a horizontal rule; nothing in the plain look.
    mutating func rule(in area: Area, row: Int = 0) {
        guard !theme.plain else { return }
        put(Line(String(repeating: theme.horizontal, count: area.width), Theme.quiet), in: area, row: row)
    }

    /// Draws a vertical rule down the area; nothing in the plain look.
    mutating func wall(in area: Area) {
        guard !theme.plain else { return }
        for row in 0..<area.height { put(Line(theme.vertical, Theme.quiet), in: area, row: row) }
    }

    /// Blanks an area, for what is drawn over something else.
    mutating func clear(_ area: Area) { grid.clear(rows: area.rows, columns: area.columns) }

    /// The start of a text that is too long, with the sign of a cut at its end.
    private func truncated(_ text: String, columns: Int) -> String {
        if theme.isUTF8 { return CharacterWidth.truncate(text, columns: columns) }
        return CharacterWidth.prefix(of: text, columns: max(0, columns - 1)) + "~"
    }
}
