import Terminal

/// A question before something is destroyed.
///
/// Enter is not yes.
struct ConfirmScreen: ScreenModel {
    /// What is about to be done, as a question.
    let question: String
    /// What that means, so that nobody has to guess.
    let detail: String
    /// What `y` does, such as `signs out`.
    let answer: String
    /// What is asked of the keeper on yes.
    let works: [KeeperCall.Work]
    /// Set by either answer.
    private(set) var isDone = false

    /// A question that asks for `works` to be done.
    init(question: String, detail: String, answer: String, works: [KeeperCall.Work]) {
        self.question = question
        self.detail = detail
        self.answer = answer
        self.works = works
    }

    /// Only the answers work here.
    var context: Context { .confirm }
    /// What the question is about stays visible.
    var isOverlay: Bool { true }
    /// Which key does it, and which does not.
    var unknownKeyAdvice: String? { "y \(answer), n does not" }

    /// Has the works done on yes, and nothing on no.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .yes:
            isDone = true
            state.table.clearMarks()
            return works.map { state.start($0).effect }
        case .no, .back:
            isDone = true
        default:
            break
        }
        return []
    }

    /// Draws the question in a box in the middle.
    func paint(on canvas: inout Canvas, state: State) {
        var rest = Area(canvas.size)
        canvas.paintHints(of: state, in: rest.takeBottom(1))
        canvas.paintStatus(of: state, in: rest.takeBottom(state.statusRows))
        let width = min(64, canvas.size.columns - 4)
        let paragraphs = [
            Line.wrap(question, columns: width - 4, style: Theme.title), Line.wrap(detail, columns: width - 4),
            [Line("y", Theme.key) + Line(" \(answer)    ") + Line("n", Theme.key) + Line(" does not")],
        ]
        var lines = Array(paragraphs.joined(separator: [Line()]))
        if lines.count > rest.height - 2 { lines = Array(paragraphs.joined()) }
        let height = min(lines.count + 2, rest.height)
        let box = Area(
            row: max(0, (rest.height - height) / 2), column: (canvas.size.columns - width) / 2, height: height,
            width: width)
        canvas.paintBox(box)
        let inside = Area(row: box.row + 1, column: box.column + 2, height: box.height - 2, width: box.width - 4)
        // Where the room is short the detail gives way, never the answers.
        let shown =
            lines.count > inside.height ? Array(lines.prefix(max(1, inside.height - 1))) + lines.suffix(1) : lines
        canvas.put(shown, in: inside)
        canvas.cursor = Canvas.Position(row: inside.row + min(shown.count, inside.height) - 1, column: inside.column)
    }
}

/// Boxes.
extension Canvas {
    /// Clears a box and draws its border; the plain look has none.
    mutating func paintBox(_ box: Area) {
        clear(box)
        guard !theme.plain, box.height >= 2, box.width >= 2 else { return }
        let corners = theme.isUTF8 ? ["┌", "┐", "└", "┘"] : ["+", "+", "+", "+"]
        let rule = String(repeating: theme.horizontal, count: box.width - 2)
        put(Line(corners[0] + rule + corners[1], Theme.quiet), in: box)
        put(Line(corners[2] + rule + corners[3], Theme.quiet), in: box, row: box.height - 1)
        for row in 1..<(box.height - 1) {
            put(Line(theme.vertical, Theme.quiet), in: box, row: row)
            put(Line(theme.vertical, Theme.quiet), in: box, row: row, column: box.width - 1)
        }
    }
}
