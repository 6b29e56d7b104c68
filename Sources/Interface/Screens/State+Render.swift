import Terminal

extension State {
    /// The screen as it is now: a pure function whose cost is that of what is visible.
    func render() -> Frame {
        var canvas = Canvas(size: size, ticker: ticker, theme: theme)
        if size.columns < Layout.minimum.columns || size.rows < Layout.minimum.rows {
            canvas.paintTooSmall()
        } else {
            let base = screens.lastIndex { !$0.isOverlay } ?? 0
            for screen in screens[base...] { screen.paint(on: &canvas, state: self) }
        }
        return Frame(grid: canvas.grid, cursor: canvas.cursor, nextChange: canvas.ticker.nextChange)
    }
}

extension Canvas {
    fileprivate mutating func paintTooSmall() {
        let needed = "needs \(Layout.minimum.columns)x\(Layout.minimum.rows), has \(size.columns)x\(size.rows); q quits"
        put(Line.wrap(needed, columns: size.columns), in: Area(size))
    }
}
