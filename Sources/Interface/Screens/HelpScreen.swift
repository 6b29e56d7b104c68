import Terminal

/// What can be done here and now.
///
/// Typing filters, Enter does what the row says.
struct HelpScreen: ScreenModel {
    /// The words that narrow the rows.
    private var field = TextField()
    /// The focused row, and which rows are in sight.
    private var window = ScrollWindow()
    /// All that can be done where help was asked for.
    private let rows: [Row]
    /// The rows that the typed words leave.
    private(set) var shown: [Row]
    /// Set once help is left or a row is done.
    private(set) var isDone = false

    /// An action with those of its keys that work there.
    struct Row: Hashable, Sendable {
        let id: Action.ID
        let keys: [KeyPress]
        let summary: String
    }

    /// Help on the topmost screen, as it is now.
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

    /// Letters are text that narrows; Enter does the row.
    var context: Context { .help }

    /// Edits the words and narrows the rows by them.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        choose()
        return true
    }

    /// Finds the rows that hold every word.
    private mutating func choose() {
        let words = field.text.lowercased().split(separator: " ")
        shown = rows.filter { row in
            let text = "\(row.id.rawValue) \(row.summary)".lowercased()
            return words.allSatisfy { text.contains($0) }
        }
    }

    /// Moves, does the focused row on the screen beneath, or goes back.
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

    /// Keeps the focused row in sight, below the field.
    mutating func settle(in state: State) {
        window.settle(count: shown.count, height: max(1, state.pageHeight - 2))
    }

    /// Draws the field and the rows in sight.
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

    /// Keys, the command's name where there is room, and what it does.
    private func line(for row: Row, on canvas: Canvas) -> Line {
        let keys = row.keys.map { $0.name(canvas.theme) }.joined(separator: " ")
        let isWide = canvas.size.columns >= 76
        let name = isWide ? CharacterWidth.fit(row.id.rawValue, columns: 19) : ""
        return Line(CharacterWidth.fit(keys, columns: 9) + " ", Theme.key) + Line(name, Theme.quiet)
            + Line(row.summary)
    }
}
