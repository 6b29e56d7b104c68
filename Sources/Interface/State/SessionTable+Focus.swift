import Records
import Sessions

/// The focused row, and the part of the list that is in sight.
extension SessionTable {
    /// Moves the focus so many rows down, or up where negative, as far as the list goes.
    mutating func move(by rows: Int) { move(to: window.cursor + rows) }

    /// Moves the focus to a row, or to the end that is nearest to it.
    mutating func move(to row: Int) {
        window.move(to: row, of: shown.count)
        chosen = selectedID
    }

    /// Moves the focus to a session; where a filter hides it, to its neighbour meanwhile.
    mutating func select(_ id: SessionID) {
        chosen = id
        followChosen()
    }

    /// Scrolls so that the focused row is among the `height` rows in sight.
    mutating func settle(height: Int) {
        window.settle(count: shown.count, height: height)
    }

    /// Moves the focus to where the chosen session now stands.
    mutating func followChosen() {
        if let chosen, let slot = slots[chosen] {
            // Where a filter hides it, its neighbour has the focus meanwhile.
            window.move(to: row(of: slot, in: shown), of: shown.count)
            return
        }
        window.move(to: window.cursor, of: shown.count)
        if chosen == nil { chosen = selectedID }
    }

    /// The focused session by name.
    private var selectedID: SessionID? { selectedSlot.map { sessions[Int($0)].id } }
}
