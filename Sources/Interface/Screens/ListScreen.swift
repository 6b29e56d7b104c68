/// The sessions, with the focused one's detail where there is room.
struct ListScreen: ScreenModel {
    /// Where most actions belong.
    var context: Context { .list }
    /// Always there.
    var isDone: Bool { false }

    /// Moves, orders, marks, and opens the other screens; whatever else is done to the sessions.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        if let rows = action.distance(page: state.listHeight) {
            state.table.move(by: rows)
            return []
        }
        switch action {
        case .top: state.table.move(to: 0)
        case .bottom: state.table.move(to: state.table.shownCount - 1)
        case .details: state.open(DetailScreen())
        case .events: state.open(LogScreen(in: state))
        case .filter: state.open(FilterBar(editing: state.table.filter.text))
        case .sort: state.sortOn()
        case .reverse:
            state.table.sort(by: state.table.sort, reversed: !state.table.isReversed)
            state.say("Sorted by \(state.table.sort.rawValue)" + (state.table.isReversed ? ", reversed" : ""))
        case .mark: state.table.toggleMark()
        case .markRange: state.table.markRange()
        case .markAll: state.table.toggleAllMarks()
        case .header: state.showsHeader.toggle()
        case .notifications:
            state.options.notifies.toggle()
            state.say("Notifications before a lapse are " + (state.options.notifies ? "on" : "off"))
        case .reload: return [state.start(.reload).effect]
        case .add: state.open(AddScreen())
        case .lock: return [state.start(.lock).effect]
        case .unlock: state.open(UnlockScreen())
        case .back: return state.stepBack()
        default: return state.performOnSessions(action)
        }
        return []
    }
}

/// Moving.
extension Action.ID {
    /// How many rows a moving action goes; `nil` for others.
    func distance(page: Int) -> Int? {
        switch self {
        case .down: 1
        case .up: -1
        case .pageDown: max(1, page - 1)
        case .pageUp: -max(1, page - 1)
        case .halfPageDown: max(1, page / 2)
        case .halfPageUp: -max(1, page / 2)
        default: nil
        }
    }
}

/// What the list takes of the screen, and how it is ordered.
extension State {
    /// The panes that the size has room for.
    var layout: Layout { Layout(listOn: size, showsHeader: showsHeader, statusRows: statusRows) }
    /// How many rows of sessions are in sight.
    var listHeight: Int { layout[.list]?.height ?? 0 }

    /// Orders by the next sort, and says by which.
    fileprivate mutating func sortOn() {
        table.sort(by: table.sort.next)
        say("Sorted by \(table.sort.rawValue)")
    }

    /// Esc in the list takes back one thing: what is awaited, then the filter, then the marks.
    fileprivate mutating func stepBack() -> [Effect] {
        let cancelled = cancelCalls()
        if !cancelled.isEmpty {
            say("Cancelled")
        } else if !table.filter.isEmpty {
            table.filter(by: "")
        } else if !table.marks.isEmpty {
            table.clearMarks()
        } else {
            say("q leaves Stoke")
        }
        return cancelled
    }
}
