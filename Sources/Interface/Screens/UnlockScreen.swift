import SMART
import Terminal

/// Asks for the passphrase of the vault, which is never shown.
struct UnlockScreen: ScreenModel {
    /// The passphrase as it is typed; emptied as soon as it is handed over.
    private var field = TextField()
    /// Why it did not open the vault, in words.
    private var problem: String?
    /// The unlocking that is under way.
    private var call: KeeperCall.ID?
    /// Set once the vault is open or the person went back.
    private(set) var isDone = false

    /// Asks for the passphrase.
    init() {}

    /// Letters are text.
    var context: Context { .unlock }

    /// Edits the passphrase, unless it is being tried.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard call == nil, field.edit(key) else { return false }
        problem = nil
        return true
    }

    /// Tries the passphrase, takes the trial back, or goes back.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .accept where call == nil && !field.text.isEmpty:
            let (effect, id) = state.start(.unlock(Redacted(field.text)))
            call = id
            field.clear()
            return [effect]
        case .back:
            isDone = call == nil
            let effects = state.cancel(call)
            call = nil
            return effects
        default:
            return []
        }
    }

    /// Loads the sessions once the vault is open; says what is wrong otherwise.
    ///
    /// A session changes with the vault, so all are loaded anew.
    mutating func receive(_ outcome: Outcome, of call: KeeperCall, in state: inout State) -> [Effect]? {
        guard call.id == self.call else { return nil }
        self.call = nil
        if case .failed(let failure) = outcome {
            problem = failure.message
            return []
        }
        isDone = true
        state.say("Unlocked")
        return [state.start(.load).effect]
    }

    /// Draws the field masked, and what is awaited or wrong.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Unlock", of: state)
        var page = Page()
        page.add()
        page.add(
            Line.wrap("The vault that keeps these sessions is locked.", columns: area.width - 2).map { Line(" ") + $0 })
        page.add()
        page.add(
            field, label: Line(" Passphrase  ", Theme.label), columns: area.width, isFocused: call == nil,
            mask: canvas.theme.bullet)
        page.add()
        if call != nil {
            page.add(Line(" Unlocking\(canvas.theme.ellipsis) Esc cancels", Style(.cyan)))
        } else if let problem {
            page.add(Line.wrap(problem, columns: area.width - 2, style: Theme.failure).map { Line(" ") + $0 })
        }
        canvas.paint(page, scroll: PageScroll(), of: state, in: area)
    }
}
