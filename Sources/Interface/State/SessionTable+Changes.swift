import Records
import Sessions

/// Sessions that come, change and go.
extension SessionTable {
    /// Holds these sessions and no others from now on; marks stay on those that it held before.
    ///
    /// Costs one pass where they come in the order of the list, as the keeper sends them.
    mutating func load(_ snapshots: [SessionSnapshot]) {
        let marked = Set(marks.isEmpty ? [] : Array(self.marked))
        (sessions, searchTexts, vacant, marks) = (snapshots, SearchTexts(), [], SessionMarks())
        ranks = snapshots.map(sort.rank)
        abilities = snapshots.map(SessionAbilities.init)
        slots = Dictionary(minimumCapacity: snapshots.count)
        for (number, session) in snapshots.enumerated() {
            searchTexts.set(session, at: Slot(number))
            // Of two by one name the later one counts.
            if let earlier = slots.updateValue(Slot(number), forKey: session.id) { vacant.append(earlier) }
        }
        let isVacant = Set(vacant)
        // In the order of arrival, which is by name: sorting what is sorted costs one pass.
        let present = (0..<Slot(snapshots.count)).filter { isVacant.isEmpty || !isVacant.contains($0) }
        counts = present.reduce(into: [:]) { $0[sessions[Int($1)].state, default: 0] += 1 }
        for id in marked {
            if let slot = slots[id] { marks.set(slot, to: true, abilities[Int(slot)]) }
        }
        arrange(present)
    }

    /// Takes in what a session is now; one that is new comes onto the list.
    ///
    /// A change that moves nothing, as most do, costs finding its rows and no more; the focus stays with its session.
    mutating func update(_ snapshot: SessionSnapshot) {
        guard let slot = slots[snapshot.id] else {
            insert(snapshot)
            return
        }
        let keepsPlace = ranks[Int(slot)] == sort.rank(of: snapshot)
        let row = row(of: slot, in: order)
        let shownRow = shownRow(of: slot)
        counts[sessions[Int(slot)].state, default: 1] -= 1
        put(snapshot, at: slot)
        let isShown = filter.isEmpty || searchTexts.match(filter, at: slot)
        if keepsPlace, isShown == (shownRow != nil) { return }
        order.remove(at: row)
        if let shownRow { shown.remove(at: shownRow) }
        list(slot)
    }

    /// Takes a session off the list, and its mark with it.
    ///
    /// Its slot is used again, so that a table through which many sessions pass does not grow.
    mutating func remove(_ id: SessionID) {
        guard let slot = slots[id] else { return }
        order.remove(at: row(of: slot, in: order))
        if let row = shownRow(of: slot) { shown.remove(at: row) }
        marks.set(slot, to: false, abilities[Int(slot)])
        counts[sessions[Int(slot)].state, default: 1] -= 1
        slots[id] = nil
        vacant.append(slot)
        if chosen == id { chosen = nil }
        followChosen()
    }

    /// Takes in a session that is new, at a vacant slot where there is one.
    private mutating func insert(_ snapshot: SessionSnapshot) {
        let slot = vacant.popLast() ?? Slot(sessions.count)
        if Int(slot) == sessions.count {
            sessions.append(snapshot)
            ranks.append(0)
            abilities.append([])
        }
        slots[snapshot.id] = slot
        put(snapshot, at: slot)
        list(slot)
    }

    /// Sets everything that is kept by slot.
    private mutating func put(_ snapshot: SessionSnapshot, at slot: Slot) {
        let able = SessionAbilities(of: snapshot)
        marks.change(slot, from: abilities[Int(slot)], to: able)
        abilities[Int(slot)] = able
        counts[snapshot.state, default: 0] += 1
        sessions[Int(slot)] = snapshot
        ranks[Int(slot)] = sort.rank(of: snapshot)
        searchTexts.set(snapshot, at: slot)
    }

    /// Puts a slot where it belongs among all, and among those that are shown.
    private mutating func list(_ slot: Slot) {
        order.insert(slot, at: row(of: slot, in: order))
        if filter.isEmpty || searchTexts.match(filter, at: slot) { shown.insert(slot, at: row(of: slot, in: shown)) }
        followChosen()
    }

    /// The row of the list that shows a slot; `nil` where the filter hides it.
    func shownRow(of slot: Slot) -> Int? {
        let row = row(of: slot, in: shown)
        return row < shown.count && shown[row] == slot ? row : nil
    }
}
