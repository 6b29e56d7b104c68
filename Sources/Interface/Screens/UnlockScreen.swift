import SMART
import Terminal

/// Asks for the passphrase of the vault, which is never shown.
struct UnlockScreen: ScreenModel {
    private var field = TextField()
    private var problem: String?
    private var operation: Operation.ID?
    private(set) var isDone = false

    init() {}

    var context: Context { .unlock }

    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard operation == nil, field.edit(key) else { return false }
        problem = nil
        return true
    }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .accept where operation == nil && !field.text.isEmpty:
            let (effect, id) = state.start(.unlock(Redacted(field.text)))
            operation = id
            field.clear()
            return [effect]
        case .back:
            isDone = operation == nil
            let effects = state.cancel(operation)
            operation = nil
            return effects
        default:
            return []
        }
    }

    mutating func receive(_ outcome: Outcome, of operation: Operation, in state: inout State) -> [Effect]? {
        guard operation.id == self.operation else { return nil }
        self.operation = nil
        if case .failed(let failure) = outcome {
            problem = failure.message
            return []
        }
        isDone = true
        state.say("Unlocked")
        return [state.start(.load).effect]
    }

    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Unlock", of: state)
        var page = Page()
        page.add()
        page.add(
            Line.wrap("The vault that keeps these sessions is locked.", columns: area.width - 2).map { Line(" ") + $0 })
        page.add()
        page.add(
            field, label: Line(" Passphrase  ", Theme.label), columns: area.width, isFocused: operation == nil,
            mask: canvas.theme.bullet)
        page.add()
        if operation != nil {
            page.add(Line(" Unlocking\(canvas.theme.ellipsis) Esc cancels", Style(.cyan)))
        } else if let problem {
            page.add(Line.wrap(problem, columns: area.width - 2, style: Theme.failure).map { Line(" ") + $0 })
        }
        canvas.paint(page, scroll: PageScroll(), in: area)
    }
}
