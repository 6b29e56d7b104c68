import Records
import Sessions

/// The sessions in the order and choice in which the list shows them, with the focused one and the marked ones.
///
/// Order and choice are kept up as sessions, sorting and filter change, so that a frame costs no more than its visible rows,
/// and a change of one session no more than finding its row. The focus follows the session, not the row.
struct SessionTable: Sendable {
    /// By slot; `order` and `shown` are made of slots, since comparing and filtering them takes no look-up by name.
    var sessions: [SessionSnapshot] = []
    /// By slot: what the present sort compares before the names.
    var ranks: [Double] = []
    /// By slot.
    var abilities: [SessionAbilities] = []
    /// By slot: what the filter searches.
    var searchTexts = SearchTexts()
    /// Where each session is kept.
    var slots: [SessionID: Slot] = [:]
    /// Slots that hold no session, to be used again.
    var vacant: [Slot] = []
    /// Every session, in order.
    var order = SlotList()
    /// The sessions that the filter leaves, in order.
    var shown = SlotList()

    /// What the list is ordered by.
    private(set) var sort = SessionSort.name
    /// Whether the order is turned round.
    private(set) var isReversed = false
    /// What the list is narrowed to.
    private(set) var filter = SessionFilter("")
    /// How many sessions are in each state.
    var counts: [SessionState: Int] = [:]
    /// Which slots are marked.
    var marks = SessionMarks()
    /// What part of the list is in sight, and the focused row.
    var window = ScrollWindow()
    /// The session that the person chose, also while a filter hides it.
    var chosen: SessionID?
    /// Where marking a range begins.
    var lastMarked: SessionID?

    /// How many sessions there are, shown or not.
    var count: Int { order.count }
    /// How many sessions the filter leaves.
    var shownCount: Int { shown.count }

    /// A session by its name; `nil` where there is none.
    subscript(id: SessionID) -> SessionSnapshot? { slots[id].map { sessions[Int($0)] } }

    /// What the list shows, row by row; made without copying.
    var rows: SessionRows { SessionRows(table: self) }

    /// The focused session; `nil` in an empty list.
    var selected: SessionSnapshot? { selectedSlot.map { sessions[Int($0)] } }

    /// The slot of the focused session; `nil` in an empty list.
    var selectedSlot: Slot? { shown.indices.contains(window.cursor) ? shown[window.cursor] : nil }

    /// The sessions of one endpoint, in order; found as they are asked for.
    func sessions(ofEndpoint name: String) -> some Collection<SessionSnapshot> {
        order.lazy.filter { sessions[Int($0)].id.endpoint == name }.map { sessions[Int($0)] }
    }
}

/// The rows of the list.
///
/// It is asked for the visible ones only.
struct SessionRows: RandomAccessCollection {
    /// Shares its storage with the table that the rows were asked of.
    fileprivate let table: SessionTable

    var startIndex: Int { 0 }
    var endIndex: Int { table.shown.count }
    /// The session that a row shows.
    subscript(row: Int) -> SessionSnapshot { table.sessions[Int(table.shown[row])] }
}

// MARK: - Order and choice

/// What decides which row a session has.
extension SessionTable {
    /// Orders the list anew; the same order the other way round costs no comparison.
    mutating func sort(by sort: SessionSort, reversed: Bool = false) {
        let isTurned = sort == self.sort && reversed != isReversed
        self.sort = sort
        isReversed = reversed
        guard isTurned else {
            ranks = sessions.map(sort.rank)
            arrange(order)
            return
        }
        order = order.backwards
        shown = shown.backwards
        followChosen()
    }

    /// Shows only the sessions in which every word of `text` occurs; all of them where there is none.
    mutating func filter(by text: String) {
        let old = filter
        filter = SessionFilter(text)
        // Letters added at the end only ever narrow the choice.
        if text.hasPrefix(old.text), !old.isEmpty {
            let added = filter.beyond(old)
            shown = added.isEmpty ? shown : shown.filtered { searchTexts.match(added, at: $0) }
        } else {
            choose()
        }
        followChosen()
    }

    /// Puts slots into the order of the sort, and chooses among them by the filter.
    mutating func arrange(_ present: some Sequence<Slot>) {
        order = SlotList(present.sorted { isBefore($0, $1) })
        choose()
        followChosen()
    }

    /// Shows those of the sessions that the filter leaves; all of them where there is none.
    private mutating func choose() {
        shown = filter.isEmpty ? order : order.filtered { searchTexts.match(filter, at: $0) }
    }

    /// Whether the session at one slot comes before that at another.
    func isBefore(_ one: Slot, _ other: Slot) -> Bool {
        let (left, right) = isReversed ? (Int(other), Int(one)) : (Int(one), Int(other))
        if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
        return sessions[left].id < sessions[right].id
    }

    /// The row at which the session at a slot stands, or would stand, among sorted ones.
    func row(of slot: Slot, in list: SlotList) -> Int {
        list.row { isBefore($0, slot) }
    }
}
