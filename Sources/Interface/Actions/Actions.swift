import Terminal

/// The one table of what a person can do.
///
/// Key handling, commands after `:`, the help screen and the hint line all read it.
///
/// Where one key serves several actions, the first that works here and now is meant.
enum Actions {
    /// Every action, in the order in which help lists them and in which a key is tried for what works.
    static let all: [Action] = sessions + lists + signIn + adding + answers + moving + everywhere

    /// What works on this screen, now: each once.
    static func available(in state: State) -> [Action] {
        all.filter { $0.works(in: state.context) && $0.isAvailable(in: state) }
    }

    /// The actions that a key stands for in a context, available or not.
    static func bound(to key: KeyPress, in context: Context) -> [Action] {
        byKey[key, default: []].filter { $0.works(in: context) }
    }

    /// The action of a name that belongs to a context, available there or not; `nil` where none does.
    static func action(_ id: Action.ID, in context: Context) -> Action? {
        all.first { $0.id == id && $0.works(in: context) }
    }

    /// The actions of each key, in the order of ``all``: a key press looks at these alone.
    private static let byKey: [KeyPress: [Action]] = all.reduce(into: [:]) { table, action in
        for key in action.keys { table[key, default: []].append(action) }
    }

    /// What is done to sessions and to the vault that keeps them.
    private static let sessions: [Action] = [
        Action(
            .signIn, [.enter], hint: "sign in", "sign in, or sign in again with the same scopes", in: [.list, .detail],
            isChange: true, unless: \.sessionObstacle),
        Action(
            .renew, [.character("r")], hint: "renew", "renew the access token now", in: [.list, .detail],
            isChange: true,
            unless: \.renewalObstacle),
        Action(
            .copyToken, [.character("c")], hint: "copy token",
            "send the access token to the terminal's clipboard, for a minute",
            in: [.list, .detail], isChange: true, unless: \.copyObstacle),
        Action(
            .confirmPatient, [.character("p")], hint: "other patient",
            "look at the patient that a renewal returned", in: [.list, .detail], isChange: true,
            unless: \.confirmationObstacle),
        Action(.add, [.character("a")], hint: "add", "add an endpoint by its URL", in: [.list], isChange: true),
        Action(
            .signOut, [.character("x")], hint: "sign out", "revoke and forget the tokens", in: [.list, .detail],
            isChange: true, unless: \.signOutObstacle),
        Action(
            .signInAsAnother, [.character("n")], "sign in at the same endpoint as another user", in: [.list, .detail],
            isChange: true, unless: \.sessionObstacle),
        Action(
            .removeEndpoint, [.character("D")], "remove the endpoint with its sessions", in: [.list, .detail],
            isChange: true, unless: \.sessionObstacle),
        Action(
            .unlock, [.character("K")], hint: "unlock", "unlock the vault", in: [.list], unless: \.unlockObstacle),
        Action(
            .lock, [.character("K")], "lock the vault; forget keys and tokens in memory", in: [.list],
            isChange: true, unless: \.lockObstacle),
    ]

    /// What is done to the list itself: choosing, ordering, marking, reading anew.
    private static let lists: [Action] = [
        Action(
            .details, [.character("i"), .right], "show everything about the session", in: [.list],
            unless: \.sessionObstacle),
        Action(.events, [.character("e")], "show the event log", in: [.list, .detail]),
        Action(.filter, [.character("/")], hint: "filter", "show only what holds the words", in: [.list, .log]),
        Action(.sort, [.character("s")], "sort by name, lapse, expiry or state, in turn", in: [.list]),
        Action(.reverse, [.character("S")], "reverse the order", in: [.list]),
        Action(
            .mark, [.character(" ")], "mark; actions then apply to all marked ones", in: [.list],
            unless: \.sessionObstacle),
        Action(
            .markRange, [.character("v")], "mark all from the last marked session to here", in: [.list],
            unless: \.sessionObstacle),
        Action(.markAll, [.character("*")], "mark all that are shown, or none", in: [.list], unless: \.sessionObstacle),
        Action(.header, [.character("z")], "fold the header away, or show it again", in: [.list]),
        Action(.notifications, [.character("N")], "turn notifications before a lapse on or off", in: [.list]),
        Action(.reload, [.character("R")], "read the endpoints again, which you may have edited", in: [.list]),
    ]

    /// The steps of the wizard that signs a person in.
    private static let signIn: [Action] = [
        Action(.choose, [.character(" ")], hint: "choose", "choose or leave out what the row says", in: [.asking]),
        Action(.editScopes, [.character("e")], hint: "edit as text", "edit the scopes as text", in: [.asking]),
        Action(.goOn, [.enter], hint: "go on", "go on to signing in", in: [.asking]),
        Action(.accept, [.enter], hint: "take over", "take over the text", in: [.editingScopes]),
        Action(.use, [.enter], hint: "do this", "do what the row says", in: [.waiting]),
        Action(.accept, [.enter], hint: "hand it over", "hand over the pasted address", in: [.pasting]),
        Action(
            .openBrowser, [.character("o")], "open the address in your browser", in: [.waiting],
            unless: \.browserObstacle),
        Action(
            .openTextBrowser, [.character("w")], "open it in a text browser, in this terminal", in: [.waiting],
            unless: \.textBrowserObstacle),
        Action(
            .copyAddress, [.character("y")], "send the address to the terminal's clipboard", in: [.waiting, .qrCode]),
        Action(.showQRCode, [.character("Q")], "show the address as a QR code", in: [.waiting]),
        Action(.paste, [.character("p"), .tab], "paste the address that the browser ended at", in: [.waiting]),
        Action(.goOn, [.enter], hint: "try again", "try to sign in again", in: [.signInFailed]),
        Action(
            .yes, [.character("y")], hint: "sign in there",
            "agree to the server that an endpoint moved to, and sign in",
            in: [.serverMoved]),
        Action(.finish, [.enter], hint: "done", "back to the list", in: [.granted]),
    ]

    /// The steps of adding an endpoint, of naming another session, and of unlocking.
    private static let adding: [Action] = [
        Action(.look, [.enter], hint: "look at the server", "ask the server what it supports", in: [.addForm]),
        Action(
            .save, [.enter], hint: "save", "save the endpoint", in: [.addFound], isChange: true),
        Action(.signIn, [.enter], hint: "sign in", "sign in at the new endpoint", in: [.addSaved], isChange: true),
        Action(.goOn, [.enter], hint: "go on", "go on with this label", in: [.label]),
        Action(.accept, [.enter], hint: "unlock", "unlock the vault", in: [.unlock]),
    ]

    /// The answers to a question, and the keys of bars and of help.
    private static let answers: [Action] = [
        Action(.yes, [.character("y")], hint: "yes", "do it", in: [.confirm]),
        Action(.no, [.character("n"), .escape], hint: "no", "leave it as it is", in: [.confirm]),
        Action(.run, [.enter], hint: "do it", "do what the row says", in: [.help]),
        Action(.complete, [.tab], hint: "complete", "complete the name of the command", in: [.command]),
        Action(.run, [.enter], hint: "run", "run the command", in: [.command]),
        Action(.accept, [.enter], hint: "keep filter", "keep the filter and go back to the rows", in: [.filter]),
    ]

    /// Where there are rows to go up and down.
    private static let rows: Set<Context> = [
        .list, .detail, .log, .help, .asking, .waiting, .granted, .addForm, .addFound, .filter,
    ]
    /// Where there may be more rows than fit, so that paging helps.
    private static let pages: Set<Context> = rows.subtracting([.addForm])

    /// The ways to move, by arrow, by letter and by control key.
    private static let moving: [Action] = [
        Action(.down, [.down, .character("j"), .control("n")], "one row down", in: rows),
        Action(.up, [.up, .character("k"), .control("p")], "one row up", in: rows),
        Action(.down, [.tab], "the next field", in: [.addForm, .asking]),
        Action(.up, [.backtab], "the field before", in: [.addForm, .asking]),
        Action(.pageDown, [.pageDown, .control("f")], "one page down", in: pages),
        Action(.pageUp, [.pageUp, .control("b")], "one page up", in: pages),
        Action(.halfPageDown, [.control("d")], "half a page down", in: pages),
        Action(.halfPageUp, [.control("u")], "half a page up", in: pages.subtracting([.filter, .help])),
        Action(.top, [.character("g"), .home], "to the first row", in: pages.subtracting([.filter, .help])),
        Action(.bottom, [.character("G"), .end], "to the last row", in: pages.subtracting([.filter, .help])),
    ]

    /// Where `q` leaves; in the midst of something it takes `^Q`.
    private static let leavable: Set<Context> = [.list, .detail, .log, .granted, .addSaved, .unlock]

    /// What works wherever the person is: going back, help, commands, leaving.
    private static let everywhere: [Action] = [
        Action(.back, [.escape], "take back what is awaited, the filter or the marks", in: [.list]),
        Action(.back, [.escape], hint: "clear", "clear the filter", in: [.filter]),
        Action(
            .back, [.escape], hint: "back", "back one level",
            in: Set(Context.allCases).subtracting([.list, .filter, .confirm])),
        Action(.command, [.character(":"), .function(2)], hint: "command", "run a command by its name"),
        Action(.help, [.character("?"), .function(1)], hint: "help", "what can be done here and now"),
        Action(.back, [.left], "back to the list", in: [.detail, .log]),
        Action(.cancel, [.control("c")], "cancel what is awaited"),
        Action(.redraw, [.control("l")], "draw the screen anew"),
        Action(.suspend, [.control("z")], "suspend Stoke; fg brings it back"),
        Action(.quit, [.character("q"), .control("q")], "leave Stoke", in: leavable),
        Action(.quit, [.control("q")], "leave Stoke", in: Set(Context.allCases).subtracting(leavable)),
    ]
}
