import Terminal

/// A command by its name, with completion, in place of the hints.
struct CommandBar: ScreenModel {
    /// What is typed of the command.
    private var field = TextField()
    /// Where the command will run.
    private let target: Context
    /// The commands that work there, in order of the alphabet.
    private let names: [String]
    /// Set once a command was chosen or given up.
    private(set) var isDone = false

    /// A bar for the commands that work on the topmost screen now.
    init(over state: State) {
        target = state.context
        names = Actions.available(in: state).map(\.id.rawValue).uniqued.sorted()
    }

    /// Letters are text; Tab completes.
    var context: Context { .command }
    /// The screen that the command acts on stays visible.
    var isOverlay: Bool { true }

    /// The commands that the text may become.
    var candidates: [String] {
        let word = field.text.split(separator: " ").first.map(String.init) ?? ""
        return names.filter { $0.hasPrefix(word) }
    }

    /// Edits the command.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool { field.edit(key) }

    /// Completes or runs the command, or closes the bar.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .complete: complete()
        case .run: run(in: &state)
        case .back: isDone = true
        default: break
        }
        return []
    }

    /// As far as all candidates agree; to the first one where that adds nothing.
    private mutating func complete() {
        guard let first = candidates.first else { return }
        let common = candidates.reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        field = TextField(common.count > field.text.count ? common : first)
    }

    /// Runs the command that the text stands for, or says why there is none.
    private mutating func run(in state: inout State) {
        let text = field.text.split(separator: " ").joined(separator: " ")
        guard !text.isEmpty else {
            isDone = true
            return
        }
        let exact = names.first { $0 == text } ?? (candidates.count == 1 ? candidates.first : nil)
        if let id = exact.flatMap(Action.ID.init(rawValue:)) {
            isDone = true
            state.followUp = id
        } else if let action = Action.ID(rawValue: text).flatMap({ Actions.action($0, in: target) }),
            let refusal = action.refusal(in: state)
        {
            state.say(refusal, .warning)
        } else if candidates.isEmpty {
            state.say("There is no command “\(text)” here; Tab shows which there are", .warning)
        } else {
            state.say("Which one? " + candidates.joined(separator: ", "), .warning)
        }
    }

    /// Draws the field, and above it the commands that it may become.
    func paint(on canvas: inout Canvas, state: State) {
        canvas.paintBar(":", field)
        guard state.notice == nil else { return }
        var rest = Area(canvas.size)
        _ = rest.takeBottom(1)
        let area = rest.takeBottom(1)
        canvas.clear(area)
        canvas.put(Line(" " + candidates.joined(separator: "  "), Theme.quiet), in: area)
    }
}

/// Names that several actions share.
extension [String] {
    /// Each name once, in no order.
    fileprivate var uniqued: [String] { Array(Set(self)) }
}
