import Records
import Sessions

/// Marks, and the sessions that an action applies to.
extension SessionTable {
    /// The marked sessions in the order of the list, hidden ones too; found as they are asked for.
    var marked: some Collection<SessionID> {
        let marks = marks
        return order.lazy.filter { marks.contains($0) }.map { sessions[Int($0)].id }
    }

    /// The sessions that an action applies to, in the order of the list: the marked ones, else the focused one.
    ///
    /// Found as they are asked for; of those that cannot do what is wanted, none.
    func targets(with ability: SessionAbilities = []) -> some Collection<SessionSnapshot> {
        let marks = marks
        let candidates = marks.isEmpty ? SlotList(selectedSlot.map { [$0] } ?? []) : order
        return candidates.lazy
            .filter { (marks.isEmpty || marks.contains($0)) && abilities[Int($0)].isSuperset(of: ability) }
            .map { sessions[Int($0)] }
    }

    /// Whether there is a target of which something can be done; asked for each frame, so it looks at none of them.
    func targetsInclude(_ ability: SessionAbilities) -> Bool {
        if !marks.isEmpty { return marks.include(ability) }
        return selectedSlot.map { abilities[Int($0)].isSuperset(of: ability) } ?? false
    }

    /// Whether a session is marked.
    func isMarked(_ id: SessionID) -> Bool {
        !marks.isEmpty && slots[id].map(marks.contains) ?? false
    }

    /// Marks the focused session or takes its mark away, and goes on to the next row.
    mutating func toggleMark() {
        guard let slot = selectedSlot else { return }
        mark(slot, !marks.contains(slot))
        lastMarked = sessions[Int(slot)].id
        move(by: 1)
    }

    /// Marks everything from the last marked session to the focused one.
    mutating func markRange() {
        guard let slot = selectedSlot else { return }
        let start = lastMarked.flatMap { slots[$0] }.flatMap(shownRow(of:)) ?? window.cursor
        for row in min(start, window.cursor)...max(start, window.cursor) { mark(shown[row], true) }
        lastMarked = sessions[Int(slot)].id
    }

    /// Marks all that are shown, or unmarks them where all are marked.
    mutating func toggleAllMarks() {
        let areAllMarked = marks.count >= shown.count && shown.allSatisfy { marks.contains($0) }
        for slot in shown { mark(slot, !areAllMarked) }
    }

    /// Takes every mark away.
    mutating func clearMarks() {
        marks = SessionMarks()
        lastMarked = nil
    }

    /// Marks a slot or takes its mark away, with what its session can do.
    private mutating func mark(_ slot: Slot, _ mark: Bool) {
        marks.set(slot, to: mark, abilities[Int(slot)])
    }
}
