import Terminal

/// Something a person can do: its keys, its name as a command, its words, where it works and what may stand in its way.
struct Action: Identifiable, Sendable {
    /// The raw value is the command's name after `:`.
    enum ID: String, CaseIterable, Hashable, Sendable {
        case signIn = "sign-in"
        case signInAsAnother = "sign-in-as-another"
        case renew
        case copyToken = "copy-token"
        case add
        case signOut = "sign-out"
        case removeEndpoint = "remove-endpoint"
        case confirmPatient = "confirm-patient"
        case details, events, filter, sort, reverse
        case mark
        case markRange = "mark-range"
        case markAll = "mark-all"
        case lock, unlock, notifications, header, reload

        case choose
        case editScopes = "edit-scopes"
        case goOn = "go-on"
        case accept
        case openBrowser = "open-browser"
        case openTextBrowser = "open-text-browser"
        case copyAddress = "copy-address"
        case showQRCode = "qr-code"
        case paste, use
        case finish, look, save, run, complete
        case yes, no

        case up, down
        case pageUp = "page-up"
        case pageDown = "page-down"
        case halfPageUp = "half-page-up"
        case halfPageDown = "half-page-down"
        case top, bottom
        case help, command, back, cancel, redraw, suspend, quit
    }

    /// The name by which a command, help and the code know it.
    let id: ID
    /// The first is the one that hints and help show.
    let keys: [KeyPress]
    /// The word of the hint line; `nil` keeps the action out of it.
    let hint: String?
    /// What it does, for the help screen.
    let summary: String
    /// `nil` stands for everywhere.
    let contexts: Set<Context>?
    /// Whether it changes something, so that a read-only interface lacks it.
    let isChange: Bool
    /// What stands in its way now, read-only apart; `nil` where nothing does.
    private let obstacle: @Sendable (State) -> Obstacle?

    /// An action as the table of ``Actions`` has it.
    ///
    /// - Parameters: keys, hint, summary and contexts are those of the properties; `obstacle` tells what stands in its
    /// way now, by default nothing ever does.
    init(
        _ id: ID, _ keys: [KeyPress], hint: String? = nil, _ summary: String, in contexts: Set<Context>? = nil,
        isChange: Bool = false, unless obstacle: @escaping @Sendable (State) -> Obstacle? = { _ in nil }
    ) {
        self.id = id
        self.keys = keys
        self.hint = hint
        self.summary = summary
        self.contexts = contexts
        self.isChange = isChange
        self.obstacle = obstacle
    }

    /// Whether it belongs to a place, available there now or not.
    func works(in context: Context) -> Bool {
        contexts?.contains(context) ?? true
    }

    /// The key to show for it: where letters are text, one that is no letter.
    func key(in context: Context) -> KeyPress {
        let usable = keys.first { key in
            if case .character = key { !context.takesLetters } else { true }
        }
        return usable ?? keys.first ?? .unknown
    }

    /// Whether the action can be done now.
    func isAvailable(in state: State) -> Bool {
        !(isChange && state.options.readOnly) && obstacle(state) == nil
    }

    /// Why the action cannot be done now, in words for the person; `nil` where it can.
    func refusal(in state: State) -> String? {
        if isChange, state.options.readOnly { return "Stoke runs read-only; nothing can be changed here" }
        return obstacle(state)?.words(in: state)
    }
}
