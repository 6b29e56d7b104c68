import Records
import SMART
import Sessions
import Terminal

/// Asks for the label of another session at an endpoint.
struct LabelScreen: ScreenModel {
    let endpoint: String
    private var field = TextField()
    private var problem: String?
    private(set) var isDone = false

    init(endpoint: String) { self.endpoint = endpoint }

    var context: Context { .label }

    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard field.edit(key) else { return false }
        problem = nil
        return true
    }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .back: isDone = true
        case .goOn: goOn(in: &state)
        default: break
        }
        return []
    }

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
