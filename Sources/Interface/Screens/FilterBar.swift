import Terminal

/// The filter's words while they are typed, in place of the hints.
///
/// Rows come and go with every letter.
struct FilterBar: ScreenModel {
    /// What is narrowed.
    enum Subject: Sendable {
        case sessions, log
    }

    /// The words as they are typed.
    private var field: TextField
    /// What the words narrow.
    private let subject: Subject
    /// Set once the words are kept or given up.
    private(set) var isDone = false

    /// A bar with the words of the present filter.
    init(editing text: String, of subject: Subject = .sessions) {
        field = TextField(text)
        self.subject = subject
    }

    /// Letters are text; the arrows move in the list.
    var context: Context { .filter }
    /// The list that is narrowed stays visible.
    var isOverlay: Bool { true }

    /// Edits the words and narrows by them at once.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        apply(to: &state)
        return true
    }

    /// Keeps the filter, clears it, or moves in the list.
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

    /// Narrows the list or the log by the words.
    private func apply(to state: inout State) {
        switch subject {
        case .sessions: state.table.filter(by: field.text)
        case .log: state.logFilter = field.text
        }
    }

    /// Draws the field.
    func paint(on canvas: inout Canvas, state: State) {
        canvas.paintBar("/", field)
    }
}

/// Bars.
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
