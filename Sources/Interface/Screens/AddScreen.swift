import Records
import SMART
import Sessions
import Terminal

/// Adds an endpoint: its fields → what the server advertises → saved, with signing in offered.
struct AddScreen: ScreenModel {
    /// How far the person has come; each step keeps what the later ones need.
    enum Step: Sendable {
        /// The fields are filled in.
        case form
        /// The server is asked what it supports.
        case looking(KeeperCall.ID, Endpoint)
        /// What it told is shown, to be saved.
        case found(DiscoveredServer, Endpoint)
        /// The endpoint is being written down.
        case saving(KeeperCall.ID, DiscoveredServer, Endpoint)
        /// It is saved, and one can sign in.
        case saved(Endpoint)
    }

    /// The fields, kept while the server is looked at, so that Esc comes back to them.
    private(set) var form = EndpointForm()
    /// What the screen shows now.
    private(set) var step = Step.form
    /// How far the page is scrolled.
    private var scroll = PageScroll()
    /// The page of the present step, made at every event.
    private var page = Page()
    /// Set once the person went back from the form, or on to signing in.
    private(set) var isDone = false

    /// An empty form.
    init() {}

    /// The form takes letters; what is found is a page to read.
    var context: Context {
        switch step {
        case .form: .addForm
        case .looking, .saving: .addLooking
        case .found: .addFound
        case .saved: .addSaved
        }
    }

    /// Gives the key to the focused field, where the form is shown.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool {
        guard case .form = step else { return false }
        return form.edit(key)
    }

    /// Goes on or back a step, by the action.
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

    /// Asks the server what it supports, once the fields are right.
    ///
    /// A name that is taken is found out here, before the server is asked.
    private mutating func look(in state: inout State) -> [Effect] {
        let table = state.table
        guard let endpoint = form.endpoint(unless: { !table.sessions(ofEndpoint: $0).isEmpty }) else { return [] }
        let (effect, id) = state.start(.discover(endpoint.baseURL))
        step = .looking(id, endpoint)
        return [effect]
    }

    /// Has the endpoint written down.
    ///
    /// A server at which nobody can sign in now may be saved too: it may be mended later.
    private mutating func save(_ endpoint: Endpoint, _ server: DiscoveredServer, in state: inout State) -> [Effect] {
        let (effect, id) = state.start(.add(endpoint))
        step = .saving(id, server, endpoint)
        return [effect]
    }

    /// Goes on to signing in at the new endpoint; a locked vault is unlocked first.
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

    /// Goes back to the form, or leaves from it; what is awaited is cancelled.
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

    /// Takes what the server tells, or that the endpoint is saved; a failure leads back to what can be mended.
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

    /// Makes the page of the step, and scrolls it no further than it goes.
    mutating func settle(in state: State) {
        page = makePage(for: state)
        scroll.settle(count: page.lines.count, height: state.pageHeight)
    }

    /// Draws the title with the step's number, and the page.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Add an endpoint", right: right, of: state)
        canvas.paint(page, scroll: scroll, of: state, in: area)
    }

    /// Which step this is of how many.
    private var right: String {
        switch step {
        case .form, .looking: "1 of 3"
        case .found, .saving: "2 of 3"
        case .saved: "3 of 3"
        }
    }

    /// The page of the present step.
    private func makePage(for state: State) -> Page {
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

    /// What can be done once the endpoint is saved, and what must be done first where the client needs a secret.
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

/// The page of whatever is awaited.
extension Page {
    /// Something awaited that Esc cancels.
    init(waiting words: String, theme: Theme, columns: Int) {
        add()
        add(Line.wrap(words + theme.ellipsis, columns: columns - 2, style: Style(.cyan)).map { Line(" ") + $0 })
        add()
        add(Line(" ") + Line("Esc", Theme.key) + Line(" cancels"))
    }
}
