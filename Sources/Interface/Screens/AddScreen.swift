import Records
import SMART
import Sessions
import Terminal

/// Adds an endpoint: its fields → what the server advertises → saved, with signing in offered.
struct AddScreen: ScreenModel {
    enum Step: Sendable {
        case form
        case looking(KeeperCall.ID, Endpoint)
        case found(DiscoveredServer, Endpoint)
        case saving(KeeperCall.ID, DiscoveredServer, Endpoint)
        case saved(Endpoint)
    }

    private(set) var form = EndpointForm()
    private(set) var step = Step.form
    private var scroll = PageScroll()
    private(set) var isDone = false

    init() {}

    var context: Context {
        switch step {
        case .form: .addForm
        case .looking, .saving: .addLooking
        case .found: .addFound
        case .saved: .addSaved
        }
    }

    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard case .form = step else { return false }
        return form.edit(key)
    }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch (step, action) {
        case (.form, .down), (.form, .up): form.move(by: action == .down ? 1 : -1)
        case (.form, .look): return look(in: &state)
        case (.found(let server, let endpoint), .save): return save(endpoint, server, in: &state)
        case (.saved(let endpoint), .signIn): return signIn(at: endpoint, in: &state)
        case (_, .back): return stepBack(in: &state)
        default: _ = scroll.move(action, height: state.pageHeight)
        }
        return []
    }

    private mutating func look(in state: inout State) -> [Effect] {
        let table = state.table
        guard let endpoint = form.endpoint(unless: { !table.sessions(ofEndpoint: $0).isEmpty }) else { return [] }
        let (effect, id) = state.start(.discover(endpoint.baseURL))
        step = .looking(id, endpoint)
        return [effect]
    }

    private mutating func save(_ endpoint: Endpoint, _ server: DiscoveredServer, in state: inout State) -> [Effect] {
        let (effect, id) = state.start(.add(endpoint))
        step = .saving(id, server, endpoint)
        return [effect]
    }

    private mutating func signIn(at endpoint: Endpoint, in state: inout State) -> [Effect] {
        isDone = true
        guard !state.isLocked else {
            state.open(UnlockScreen())
            return []
        }
        state.open(
            SignInScreen(
                plan: SignInPlan(
                    session: SessionID(endpoint: endpoint.name), access: endpoint.access, scopes: endpoint.scopes)))
        return []
    }

    private mutating func stepBack(in state: inout State) -> [Effect] {
        switch step {
        case .form, .saved:
            isDone = true
            return []
        case .looking(let id, _), .saving(let id, _, _):
            step = .form
            return state.cancel(id)
        case .found:
            step = .form
            return []
        }
    }

    mutating func receive(_ outcome: Outcome, of call: KeeperCall, in state: inout State) -> [Effect]? {
        switch (step, outcome) {
        case (.looking(call.id, let endpoint), .discovered(let server)):
            scroll = PageScroll()
            step = .found(server, endpoint)
        case (.saving(call.id, _, let endpoint), .done):
            step = .saved(endpoint)
            state.table.select(SessionID(endpoint: endpoint.name))
            return [state.start(.load).effect]
        case (.looking(call.id, _), .failed(let failure)):
            step = .form
            form.refuseAddress(failure.message)
        case (.saving(call.id, let server, let endpoint), .failed(let failure)):
            step = .found(server, endpoint)
            state.say(failure.message, .failure)
        default:
            return nil
        }
        return []
    }

    mutating func settle(in state: State) {
        scroll.settle(count: page(for: state).lines.count, height: state.pageHeight)
    }

    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Add an endpoint", right: right, of: state)
        canvas.paint(page(for: state), scroll: scroll, of: state, in: area)
    }

    private var right: String {
        switch step {
        case .form, .looking: "1 of 3"
        case .found, .saving: "2 of 3"
        case .saved: "3 of 3"
        }
    }

    private func page(for state: State) -> Page {
        let columns = state.size.columns
        switch step {
        case .form:
            return form.page(theme: state.theme, columns: columns)
        case .looking(_, let endpoint):
            return Page(
                waiting: "Asking \(endpoint.baseURL.text) what it supports", theme: state.theme, columns: columns)
        case .found(let server, let endpoint):
            return ServerReview(server: server, endpoint: endpoint).page(theme: state.theme, columns: columns)
        case .saving(_, _, let endpoint):
            return Page(waiting: "Saving \(endpoint.name)", theme: state.theme, columns: columns)
        case .saved(let endpoint):
            return Self.savedPage(endpoint, theme: state.theme, columns: columns)
        }
    }

    private static func savedPage(_ endpoint: Endpoint, theme: Theme, columns: Int) -> Page {
        var page = Page()
        page.add()
        page.add(Line(" Saved as \(endpoint.name)", Theme.good))
        page.add()
        if endpoint.client.authentication != .none {
            let words = """
                Before signing in, store what proves the client, in another terminal: \
                stoke endpoint secret \(endpoint.name)
                """
            page.add(Line.wrap(words, columns: columns - 2, style: Theme.warning).map { Line(" ") + $0 })
            page.add()
        }
        page.add(
            Line(" ") + Line(theme.enter, Theme.key) + Line(" signs in now    ") + Line("Esc", Theme.key)
                + Line(" back to the list"))
        return page
    }
}

extension Page {
    /// Something awaited that Esc cancels.
    init(waiting words: String, theme: Theme, columns: Int) {
        add()
        add(Line.wrap(words + theme.ellipsis, columns: columns - 2, style: Style(.cyan)).map { Line(" ") + $0 })
        add()
        add(Line(" ") + Line("Esc", Theme.key) + Line(" cancels"))
    }
}
