import Terminal

/// What can be done here and now.
///
/// Typing filters, Enter does what the row says.
struct HelpScreen: ScreenModel {
    private var field = TextField()
    private var window = ScrollWindow()
    private let rows: [Row]
    /// The rows that the typed words leave.
    private(set) var shown: [Row]
    private(set) var isDone = false

    struct Row: Hashable, Sendable {
        let id: Action.ID
        let keys: [KeyPress]
        let summary: String
    }

    init(of state: State) {
        let context = state.context
        let rows = Actions.available(in: state).map { action in
            let usable = action.keys.filter { key in
                if case .character = key { !context.takesLetters } else { true }
            }
            return Row(id: action.id, keys: usable, summary: action.summary)
        }
        self.rows = rows
        shown = rows
    }

    var context: Context { .help }

    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        choose()
        return true
    }

    private mutating func choose() {
        let words = field.text.lowercased().split(separator: " ")
        shown = rows.filter { row in
            let text = "\(row.id.rawValue) \(row.summary)".lowercased()
            return words.allSatisfy { text.contains($0) }
        }
    }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        if let rows = action.distance(page: state.pageHeight) {
            window.move(by: rows, of: shown.count)
            return []
        }
        switch action {
        case .run where shown.indices.contains(window.cursor):
            state.followUp = shown[window.cursor].id
            isDone = true
        case .back where field.text.isEmpty:
            isDone = true
        case .back:
            field.clear()
            choose()
        default:
            break
        }
        return []
    }

    mutating func settle(in state: State) {
        window.settle(count: shown.count, height: max(1, state.pageHeight - 2))
    }

    func paint(on canvas: inout Canvas, state: State) {
        let rows = shown
        var area = canvas.paintPage("Help", right: "\(rows.count) of \(self.rows.count)", of: state)
        var list = area
        let head = list.takeTop(2)
        area = list
        for row in window.visible(of: rows.count, height: area.height) {
            let at = row - window.offset
            if row == window.cursor { canvas.put(Line(canvas.theme.pointer, Theme.key), in: area, row: at, column: 1) }
            canvas.put(line(for: rows[row], on: canvas), in: area, row: at, column: 3)
        }
        var page = Page()
        page.add(
            field, label: Line(" Find  ", Theme.label), columns: head.width, isFocused: true,
            placeholder: "type to narrow the list")
        canvas.paint(page, scroll: PageScroll(), of: state, in: head)
    }

    private func line(for row: Row, on canvas: Canvas) -> Line {
        let keys = row.keys.map { $0.name(canvas.theme) }.joined(separator: " ")
        let isWide = canvas.size.columns >= 76
        let name = isWide ? CharacterWidth.fit(row.id.rawValue, columns: 19) : ""
        return Line(CharacterWidth.fit(keys, columns: 9) + " ", Theme.key) + Line(name, Theme.quiet)
            + Line(row.summary)
    }
}
