import Records
import SMART
import Sessions
import Terminal

/// Asks for the label of another session at an endpoint.
struct LabelScreen: ScreenModel {
    /// The endpoint that gets another session.
    let endpoint: String
    /// The label as it is typed.
    private var field = TextField()
    /// What is wrong with it, in words.
    private var problem: String?
    /// Set once the person went on or back.
    private(set) var isDone = false

    /// Asks for a label at an endpoint.
    init(endpoint: String) { self.endpoint = endpoint }

    /// Letters are text.
    var context: Context { .label }

    /// Edits the label; what was wrong with it is then forgotten.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        problem = nil
        return true
    }

    /// Goes on to signing in, or back.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .back: isDone = true
        case .goOn: goOn(in: &state)
        default: break
        }
        return []
    }

    /// Goes on where the label is a name and new; asks for what its sibling asked for.
    private mutating func goOn(in state: inout State) {
        guard SessionID.isName(field.text) else {
            problem = "A label is made of letters, digits, dots, dashes and underscores, such as nurse"
            return
        }
        let id = SessionID(endpoint: endpoint, label: field.text)
        guard state.table[id] == nil else {
            problem = "\(id) exists already; choose it in the list to sign in"
            return
        }
        guard let sibling = state.table.sessions(ofEndpoint: endpoint).first else {
            problem = "The endpoint \(endpoint) is gone"
            return
        }
        isDone = true
        state.open(
            SignInScreen(
                plan: SignInPlan(
                    session: id, access: sibling.requestedAccess, scopes: sibling.requestedScopes.asking(for: .none))))
    }

    /// Draws the field, and what is wrong below it.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Another session at \(endpoint)", of: state)
        var page = Page()
        page.add()
        let words =
            "A label tells the sessions of one endpoint apart. It may be who signs in, such as nurse or test-patient."
        page.add(Line.wrap(words, columns: area.width - 2).map { Line(" ") + $0 })
        page.add()
        page.add(field, label: Line(" Label  ", Theme.label), columns: area.width, isFocused: true)
        page.add()
        if let problem {
            page.add(Line.wrap(problem, columns: area.width - 2, style: Theme.failure).map { Line(" ") + $0 })
        }
        canvas.paint(page, scroll: PageScroll(), of: state, in: area)
    }
}
