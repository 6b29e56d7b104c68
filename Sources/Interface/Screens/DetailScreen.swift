import Terminal

/// Everything about the focused session, over the whole screen.
struct DetailScreen: ScreenModel {
    private var scroll = PageScroll()
    private(set) var isDone = false

    init() {}

    var context: Context { .detail }

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

    mutating func settle(in state: State) {
        if state.table.selected == nil { return }
        var canvas = Canvas(size: state.size, ticker: state.ticker, theme: state.theme)
        scroll.settle(count: page(on: &canvas, state).lines.count, height: state.pageHeight)
    }

    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Session", of: state)
        canvas.paint(page(on: &canvas, state), scroll: scroll, in: area)
    }

    private func page(on canvas: inout Canvas, _ state: State) -> Page {
        var page = Page()
        page.add()
        guard let session = state.table.selected else {
            page.add(Line(" The session is gone. Esc goes back.", Theme.quiet))
            return page
        }
        let lines = canvas.detailLines(of: session, log: state.log, columns: canvas.size.columns - 2, isWhole: true)
        page.add(lines.map { Line(" ") + $0 })
        return page
    }
}
