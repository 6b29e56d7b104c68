/// The part of a long list that a pane shows, and the row that is focused in it.
struct ScrollWindow: Hashable, Sendable {
    /// The focused row; 0 in an empty list.
    private(set) var cursor = 0
    /// The first visible row.
    private(set) var offset = 0

    /// Moves the focus to a row, or to the nearest of the `count` rows there are.
    mutating func move(to row: Int, of count: Int) {
        cursor = min(max(0, row), max(0, count - 1))
    }

    /// Moves the focus so many rows down, or up where negative.
    mutating func move(by rows: Int, of count: Int) {
        move(to: cursor + rows, of: count)
    }

    /// Scrolls so that the focused row is visible and no room is wasted below the last row.
    mutating func settle(count: Int, height: Int) {
        move(to: cursor, of: count)
        if cursor < offset { offset = cursor }
        if cursor >= offset + height { offset = cursor - height + 1 }
        offset = max(0, min(offset, count - max(1, height)))
    }

    /// The rows to build for a pane of this height.
    func visible(of count: Int, height: Int) -> Range<Int> {
        let start = min(offset, max(0, count))
        return start..<min(count, start + max(0, height))
    }
}
