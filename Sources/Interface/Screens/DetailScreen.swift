import Terminal

/// Everything about the focused session, over the whole screen.
struct DetailScreen: ScreenModel {
    /// How far the page is scrolled.
    private var scroll = PageScroll()
    /// All about the focused session, made at every event.
    private var page = Page()
    /// Set once the person went back.
    private(set) var isDone = false

    /// Shows whichever session is focused.
    init() {}

    /// The actions on a session work here as in the list.
    var context: Context { .detail }

    /// Scrolls, goes back or to the log; whatever else is done to the session.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        if scroll.move(action, height: state.pageHeight) { return [] }
        switch action {
        case .back:
            isDone = true
            return []
        case .events:
            state.open(LogScreen(in: state))
            return []
        default:
            return state.performOnSessions(action)
        }
    }

    /// Makes the page, and scrolls it no further than it goes.
    mutating func settle(in state: State) {
        page = Self.page(for: state)
        if state.table.selected == nil { return }
        scroll.settle(count: page.lines.count, height: state.pageHeight)
    }

    /// Draws the page.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Session", of: state)
        canvas.paint(page, scroll: scroll, of: state, in: area)
    }

    /// Everything about the focused session; a word where it went meanwhile.
    private static func page(for state: State) -> Page {
        var page = Page()
        page.add()
        guard let session = state.table.selected else {
            page.add(Line(" The session is gone. Esc goes back.", Theme.quiet))
            return page
        }
        var wording = PageWording(of: state)
        let lines = wording.detailLines(of: session, log: state.log, columns: state.size.columns - 2, isWhole: true)
        page.add(lines.map { Line(" ") + $0 })
        page.nextChange = wording.ticker.nextChange
        return page
    }
}
