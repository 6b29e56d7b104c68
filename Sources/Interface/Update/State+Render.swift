import Terminal

/// What the terminal is to show.
extension State {
    /// The screen as it is now: a pure function whose cost is that of what is visible.
    func render() -> Frame {
        var canvas = Canvas(size: size, ticker: ticker, theme: theme)
        if size.columns < Layout.minimum.columns || size.rows < Layout.minimum.rows {
            canvas.paintTooSmall()
        } else {
            for screen in screens[visibleDepths] { screen.paint(on: &canvas, state: self) }
        }
        return canvas.frame
    }
}

/// A terminal that is too small.
extension Canvas {
    /// Says in one line how large the terminal has to be.
    fileprivate mutating func paintTooSmall() {
        let needed = "needs \(Layout.minimum.columns)x\(Layout.minimum.rows), has \(size.columns)x\(size.rows); q quits"
        put(Line.wrap(needed, columns: size.columns), in: Area(size))
    }
}
