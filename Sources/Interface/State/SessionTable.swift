import Records
import Sessions

/// The sessions in the order and choice in which the list shows them, with the focused one and the marked ones.
///
/// Order and choice are kept up as sessions, sorting and filter change, so that a frame costs no more than its visible rows.
/// The focus follows the session, not the row.
struct SessionTable: Sendable {
    /// A session's place in `sessions`, which it keeps; `order` and `shown` are made of these, since comparing and
    /// filtering them takes no look-up by name.
    private typealias Slot = Int

    private var sessions: [SessionSnapshot] = []
    private var searchTexts: [[UInt8]] = []
    private var slots: [SessionID: Slot] = [:]
    private var vacant: [Slot] = []
    /// Every session, in order.
    private var order: [Slot] = []
    /// The sessions that the filter leaves, in order.
    private var shown: [Slot] = []

    private(set) var sort = SessionSort.name
    private(set) var isReversed = false
    private(set) var filter = SessionFilter("")
    private(set) var counts: [SessionState: Int] = [:]
    private(set) var marked: Set<SessionID> = []
    private(set) var window = ScrollWindow()
    /// The session that the person chose, also while a filter hides it.
    private var chosen: SessionID?
    /// Where marking a range begins.
    private var lastMarked: SessionID?

    /// How many sessions there are, shown or not.
    var count: Int { order.count }
    var shownCount: Int { shown.count }

    subscript(id: SessionID) -> SessionSnapshot? { slots[id].map { sessions[$0] } }

    /// What the list shows, row by row; made without copying.
    var rows: SessionRows { SessionRows(sessions: sessions, shown: shown) }

    /// The focused session; `nil` in an empty list.
    var selected: SessionSnapshot? {
        shown.indices.contains(window.cursor) ? sessions[shown[window.cursor]] : nil
    }

    /// The sessions of one endpoint, in order.
    func sessions(ofEndpoint name: String) -> [SessionSnapshot] {
        order.lazy.map { sessions[$0] }.filter { $0.id.endpoint == name }
    }
}

extension SessionTable {
    mutating func load(_ snapshots: [SessionSnapshot]) {
        sessions = snapshots
        searchTexts = snapshots.map(SessionFilter.searchText)
        slots = Dictionary(zip(snapshots.map(\.id), snapshots.indices), uniquingKeysWith: { $1 })
        vacant = []
        counts = slots.values.reduce(into: [:]) { $0[sessions[$1].state, default: 0] += 1 }
        marked.formIntersection(slots.keys)
        arrange()
    }

    mutating func update(_ snapshot: SessionSnapshot) {
        guard let slot = slots[snapshot.id] else {
            insert(snapshot)
            return
        }
        let old = sessions[slot]
        let text = SessionFilter.searchText(of: snapshot)
        let keepsPlace = !areInOrder(old, snapshot) && !areInOrder(snapshot, old)
        let keepsShowing = filter.matches(text) == filter.matches(searchTexts[slot])
        guard keepsPlace, keepsShowing else {
            take(old)
            insert(snapshot)
            return
        }
        counts[old.state, default: 1] -= 1
        counts[snapshot.state, default: 0] += 1
        sessions[slot] = snapshot
        searchTexts[slot] = text
    }

    mutating func remove(_ id: SessionID) {
        guard let old = self[id] else { return }
        take(old)
        marked.remove(id)
        if chosen == id { chosen = nil }
        followChosen()
    }

    mutating func sort(by sort: SessionSort, reversed: Bool = false) {
        self.sort = sort
        isReversed = reversed
        arrange()
    }

    mutating func filter(by text: String) {
        let old = filter
        filter = SessionFilter(text)
        // Letters added at the end only ever narrow the choice.
        let candidates = text.hasPrefix(old.text) ? shown : order
        shown = filter.isEmpty ? order : candidates.filter { filter.matches(searchTexts[$0]) }
        followChosen()
    }

    private mutating func arrange() {
        // In the order of arrival, which is by name: sorting what is sorted costs one pass.
        let present = sessions.indices.filter { slots[sessions[$0].id] == $0 }
        order = present.sorted { areInOrder(sessions[$0], sessions[$1]) }
        shown = filter.isEmpty ? order : order.filter { filter.matches(searchTexts[$0]) }
        followChosen()
    }

    private mutating func insert(_ snapshot: SessionSnapshot) {
        let text = SessionFilter.searchText(of: snapshot)
        let slot = vacant.popLast() ?? sessions.count
        if slot == sessions.count {
            sessions.append(snapshot)
            searchTexts.append(text)
        } else {
            sessions[slot] = snapshot
            searchTexts[slot] = text
        }
        slots[snapshot.id] = slot
        counts[snapshot.state, default: 0] += 1
        order.insert(slot, at: place(of: snapshot, in: order))
        if filter.matches(text) { shown.insert(slot, at: place(of: snapshot, in: shown)) }
        followChosen()
    }

    /// Takes a session out without moving the focus.
    private mutating func take(_ old: SessionSnapshot) {
        guard let slot = slots.removeValue(forKey: old.id) else { return }
        let place = place(of: old, in: order)
        if order.indices.contains(place), order[place] == slot { order.remove(at: place) }
        let shownPlace = self.place(of: old, in: shown)
        if shown.indices.contains(shownPlace), shown[shownPlace] == slot { shown.remove(at: shownPlace) }
        counts[old.state, default: 1] -= 1
        vacant.append(slot)
    }

    private func areInOrder(_ left: SessionSnapshot, _ right: SessionSnapshot) -> Bool {
        isReversed ? sort.areInOrder(right, left) : sort.areInOrder(left, right)
    }

    /// Where a session stands, or would stand, among sorted ones.
    private func place(of snapshot: SessionSnapshot, in list: [Slot]) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if areInOrder(sessions[list[middle]], snapshot) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SessionTable {
    mutating func move(by rows: Int) { move(to: window.cursor + rows) }

    mutating func move(to row: Int) {
        window.move(to: row, of: shown.count)
        chosen = selected?.id
    }

    mutating func select(_ id: SessionID) {
        chosen = id
        followChosen()
    }

    mutating func settle(height: Int) {
        window.settle(count: shown.count, height: height)
    }

    private mutating func followChosen() {
        if let chosen, let slot = slots[chosen] {
            // Where a filter hides it, its neighbour has the focus meanwhile.
            window.move(to: place(of: sessions[slot], in: shown), of: shown.count)
            return
        }
        window.move(to: window.cursor, of: shown.count)
        if chosen == nil { chosen = selected?.id }
    }
}

extension SessionTable {
    /// The sessions that an action applies to: the marked ones, else the focused one.
    var targets: [SessionSnapshot] {
        marked.isEmpty ? [selected].compactMap { $0 } : marked.sorted().compactMap { self[$0] }
    }

    mutating func toggleMark() {
        guard let id = selected?.id else { return }
        if marked.remove(id) == nil { marked.insert(id) }
        lastMarked = id
        move(by: 1)
    }

    /// Marks everything from the last marked session to the focused one.
    mutating func markRange() {
        guard let id = selected?.id else { return }
        let start = lastMarked.flatMap { slots[$0] }.flatMap(shown.firstIndex) ?? window.cursor
        let range = min(start, window.cursor)...max(start, window.cursor)
        marked.formUnion(shown[range].map { sessions[$0].id })
        lastMarked = id
    }

    /// Marks all that are shown, or unmarks them where all are marked.
    mutating func toggleAllMarks() {
        let ids = shown.map { sessions[$0].id }
        if marked.isSuperset(of: ids) { marked.subtract(ids) } else { marked.formUnion(ids) }
    }

    mutating func clearMarks() {
        marked = []
        lastMarked = nil
    }
}
