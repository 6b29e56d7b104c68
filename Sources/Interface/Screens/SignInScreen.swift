import SMART
import Sessions
import Terminal

/// The wizard that signs a person in: what to ask for → how, and waiting → what was granted.
///
/// A session that ended begins at the second step with what it asked for before.
struct SignInScreen: ScreenModel {
    /// How far the person has come; each step keeps what it needs.
    enum Step: Sendable {
        /// What to ask for, as a checklist.
        case asking(ScopeChoices)
        /// What to ask for, as text.
        case editingScopes(ScopeChoices, TextField)
        /// The address, and waiting for the browser.
        case waiting(SignInWait)
        /// What was granted.
        case granted(SessionSnapshot)
    }

    /// What will be asked for.
    var plan: SignInPlan
    /// What the screen shows now.
    var step: Step
    /// What Esc returns to from the second step; `nil` where the first was skipped.
    var choices: ScopeChoices?
    /// How far the page is scrolled.
    var scroll = PageScroll()
    /// The page of the present step, made at every event.
    private var page = Page()
    /// Set once the person is through, or went back from the beginning.
    var isDone = false

    /// Begins by asking what to ask for, as the plan has it.
    init(plan: SignInPlan) {
        self.plan = plan
        step = .asking(ScopeChoices(access: plan.access, scopes: plan.scopes))
    }

    /// Where keys are pressed, by the step and by whether the paste field is focused.
    var context: Context {
        switch step {
        case .asking: .asking
        case .editingScopes: .editingScopes
        case .waiting(let wait) where wait.moved != nil: .serverMoved
        case .waiting(let wait): wait.failure != nil ? .signInFailed : wait.isPasting ? .pasting : .waiting
        case .granted: .granted
        }
    }

    /// Gives the key to the field that is focused, where one is.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        switch step {
        case .editingScopes(let choices, var field):
            guard field.edit(key) else { return false }
            step = .editingScopes(choices, field)
            return true
        case .waiting(var wait):
            guard wait.edit(key) else { return false }
            step = .waiting(wait)
            scroll.followFocus()
            return true
        case .asking, .granted:
            return false
        }
    }

    /// Does an action, by the step.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch step {
        case .asking(let choices): return perform(action, choices, in: &state)
        case .editingScopes(let choices, let field):
            performEditing(action, choices, field)
            return []
        case .waiting(let wait): return perform(action, wait, in: &state)
        case .granted:
            if scroll.move(action, height: state.pageHeight) { return [] }
            isDone = action == .finish || action == .back
            return []
        }
    }

    /// Does an action in the checklist.
    private mutating func perform(_ action: Action.ID, _ old: ScopeChoices, in state: inout State) -> [Effect] {
        var choices = old
        if let distance = action.distance(page: state.pageHeight) {
            choices.move(by: distance)
        } else {
            switch action {
            case .top: choices.move(to: 0)
            case .bottom: choices.move(to: choices.rows.count - 1)
            case .choose: choices.choose()
            case .editScopes:
                step = .editingScopes(choices, TextField(choices.scopes.text))
                return []
            case .goOn: return goOn(choices, in: &state)
            case .back:
                isDone = true
                return []
            default: break
            }
        }
        step = .asking(choices)
        return []
    }

    /// Takes the edited scopes over, or leaves them.
    private mutating func performEditing(_ action: Action.ID, _ old: ScopeChoices, _ field: TextField) {
        var choices = old
        switch action {
        case .accept:
            choices.replace(by: field.text)
            step = .asking(choices)
        case .back:
            step = .asking(choices)
        default:
            break
        }
    }

    /// Begins to sign in by what is chosen; nothing chosen is nothing to sign in for.
    private mutating func goOn(_ choices: ScopeChoices, in state: inout State) -> [Effect] {
        guard !choices.scopes.isEmpty else {
            state.say("Choose at least one thing to ask for", .warning)
            return []
        }
        self.choices = choices
        plan.access = choices.access
        plan.scopes = choices.scopes
        return begin(in: &state)
    }

    /// Asks the keeper for the address; the person chooses a way to open it meanwhile.
    mutating func begin(in state: inout State) -> [Effect] {
        let (effect, id) = state.start(.beginSignIn(plan))
        step = .waiting(SignInWait(call: id, surroundings: state.surroundings))
        scroll.followFocus()
        return [effect]
    }

    /// Takes the outcome of this sign-in's own calls.
    mutating func receive(_ outcome: Outcome, of call: KeeperCall, in state: inout State) -> [Effect]? {
        guard case .waiting(let wait) = step, wait.awaits(call.id) else { return nil }
        return receive(outcome, of: call, wait, in: &state)
    }

    /// Makes the page of the step, and scrolls it no further than it goes.
    mutating func settle(in state: State) {
        page = makePage(for: state)
        scroll.settle(count: page.lines.count, height: state.pageHeight)
    }

    /// Draws the title with the step's number, and the page.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Sign in to \(plan.session)", right: "\(stepNumber) of 3", of: state)
        canvas.paint(page, scroll: scroll, of: state, in: area)
    }

    /// Which step this is, of three.
    private var stepNumber: Int {
        switch step {
        case .asking, .editingScopes: 1
        case .waiting: 2
        case .granted: 3
        }
    }

    /// The page of the present step.
    private func makePage(for state: State) -> Page {
        let columns = state.size.columns
        return switch step {
        case .asking(let choices): choices.page(theme: state.theme, columns: columns)
        case .editingScopes(_, let field): Self.editingPage(field, columns: columns)
        case .waiting(let wait): wait.page(of: state, columns: columns)
        case .granted(let session): GrantReview(session: session, plan: plan).page(of: state, columns: columns)
        }
    }

    /// The field for the scopes as text, and what they mean in words.
    private static func editingPage(_ field: TextField, columns: Int) -> Page {
        var page = Page()
        page.add()
        page.add(Line.wrap("The scopes to ask for, separated by spaces.", columns: columns - 2).map { Line(" ") + $0 })
        page.add()
        page.add(field, label: Line(" Scopes  ", Theme.label), columns: columns, isFocused: true)
        page.add()
        page.heading("IN WORDS")
        for group in ScopeWords.groups(ScopeSet(field.text)) {
            page.add(Line("   " + ScopeWords.words(group)) + Line("  " + group.joined(separator: " "), Theme.quiet))
        }
        return page
    }
}
