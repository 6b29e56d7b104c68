import Terminal

/// The filter's words while they are typed, in place of the hints.
///
/// Rows come and go with every letter.
struct FilterBar: ScreenModel {
    enum Subject: Sendable {
        case sessions, log
    }

    private var field: TextField
    private let subject: Subject
    private(set) var isDone = false

    init(editing text: String, of subject: Subject = .sessions) {
        field = TextField(text)
        self.subject = subject
    }

    var context: Context { .filter }
    var isOverlay: Bool { true }

    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        apply(to: &state)
        return true
    }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .accept:
            isDone = true
        case .back:
            field.clear()
            apply(to: &state)
            isDone = true
        default:
            if subject == .sessions, let rows = action.distance(page: state.listHeight) { state.table.move(by: rows) }
        }
        return []
    }

    private func apply(to state: inout State) {
        switch subject {
        case .sessions: state.table.filter(by: field.text)
        case .log: state.logFilter = field.text
        }
    }

    func paint(on canvas: inout Canvas, state: State) {
        canvas.paintBar("/", field)
    }
}

extension Canvas {
    /// A field in the bottom row.
    mutating func paintBar(_ prompt: String, _ field: TextField) {
        var rest = Area(size)
        let area = rest.takeBottom(1)
        clear(area)
        var page = Page()
        page.add(field, label: Line(" " + prompt, Theme.key), columns: area.width, isFocused: true)
        put(page.lines, in: area)
        if let focus = page.focus { cursor = Position(row: area.row, column: min(focus.column, area.width - 1)) }
    }
}
