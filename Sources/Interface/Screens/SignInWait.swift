import Sessions
import Terminal

/// The second step of signing in: the address, the ways to open it, and the field for pasting back where the browser ended.
struct SignInWait: Sendable {
    /// What is waited for.
    enum Phase: Sendable {
        /// The server is asked what it supports; the address comes after that.
        case preparing
        case ready(PendingSignIn)
        case failed(String)
        /// An endpoint is at another server now, which the person has to agree to.
        case moved(MovedServer)
    }

    /// A way to sign in.
    ///
    /// What is chosen before the address is known is done once it is.
    enum Method: Sendable {
        case browser, textBrowser, copy, qrCode, paste

        var action: Action.ID {
            switch self {
            case .browser: .openBrowser
            case .textBrowser: .openTextBrowser
            case .copy: .copyAddress
            case .qrCode: .showQRCode
            case .paste: .paste
            }
        }
    }

    /// What is waited for now.
    var phase = Phase.preparing
    /// Beginning the sign-in, then waiting for it to finish.
    var call: KeeperCall.ID?
    /// Handing over what was pasted; `nil` where nothing is on its way.
    var pasteCall: KeeperCall.ID?
    /// The ways that this machine has, the easiest first.
    let methods: [Method]
    /// The focused way.
    var cursor = 0
    /// What was chosen before the address was known.
    var wanted: Method?
    /// What was done last, in words.
    var progress: String?
    /// What is pasted.
    var field = TextField()
    /// Whether the field is focused, so that letters go there.
    var isPasting = false
    /// What was wrong with the paste, in words.
    var pasteProblem: String?

    /// Waits for the call that begins the sign-in.
    init(call: KeeperCall.ID, surroundings: Surroundings) {
        self.call = call
        var methods: [Method] = []
        if surroundings.browser != nil { methods.append(.browser) }
        if surroundings.textBrowser != nil { methods.append(.textBrowser) }
        self.methods = methods + [.copy, .qrCode, .paste]
    }

    /// The sign-in at the keeper; `nil` before the address is known and after a failure.
    var pending: PendingSignIn? {
        if case .ready(let pending) = phase { pending } else { nil }
    }

    /// Why the sign-in failed, in words; `nil` where it has not.
    var failure: String? {
        switch phase {
        case .failed(let message): message
        case .moved(let moved):
            moved.moves.map { "\($0)." }.joined(separator: " ")
                + " Should this sign-in's code, and the client's secret, go there?"
        case .preparing, .ready: nil
        }
    }

    /// Where an endpoint moved to, while the person is asked about it.
    var moved: MovedServer? {
        if case .moved(let moved) = phase { moved } else { nil }
    }

    /// Whether an outcome of this call is for this wait.
    func awaits(_ id: KeeperCall.ID) -> Bool { call == id || pasteCall == id }

    /// What is pasted goes to the field, wherever the focus was; typing does so once the field is focused.
    mutating func edit(_ key: KeyPress) -> Bool {
        if case .paste = key, failure == nil { isPasting = true }
        guard isPasting, field.edit(key) else { return false }
        pasteProblem = nil
        return true
    }

    /// Moves the focus among the ways, as far as they go.
    mutating func move(by distance: Int) {
        cursor = min(max(0, cursor + distance), methods.count - 1)
    }
}

/// How the wait looks.
extension SignInWait {
    /// What is waited for, the ways to sign in, the address in full, and the field for pasting back.
    func page(of state: State, columns: Int) -> Page {
        var page = Page()
        let theme = state.theme
        page.add()
        page.add(statusLines(theme: theme, columns: columns - 2).map { Line(" ") + $0 })
        page.add()
        guard failure == nil else { return page }
        page.heading("HOW TO SIGN IN")
        for (row, method) in methods.enumerated() {
            let key = Actions.action(method.action, in: .waiting)?.key(in: .waiting).name(theme) ?? ""
            let line = Line(CharacterWidth.fit(key, columns: 3), Theme.key) + Line(words(for: method, in: state))
            page.add(line, isFocused: row == cursor && !isPasting, theme: theme)
        }
        page.add()
        addAddress(to: &page, theme: theme, columns: columns)
        addField(to: &page, columns: columns)
        return page
    }

    /// What is waited for or went wrong, in words.
    private func statusLines(theme: Theme, columns: Int) -> [Line] {
        switch phase {
        case .failed(let message):
            Line.wrap(message, columns: columns, style: Theme.failure)
                + [
                    Line(),
                    Line(theme.enter, Theme.key) + Line(" tries again    ") + Line("Esc", Theme.key)
                        + Line(" goes back"),
                ]
        case .moved:
            Line.wrap(failure ?? "", columns: columns, style: Theme.warning)
                + [
                    Line(),
                    Line("y", Theme.key) + Line(" signs in there    ") + Line("Esc", Theme.key) + Line(" goes back"),
                ]
        case .preparing:
            [Line("Asking the server how to sign in\(theme.ellipsis) Esc cancels", Style(.cyan))]
        case .ready(let pending):
            Line.wrap(pending.receiverProblem ?? "", columns: columns, style: Theme.warning).filter {
                !$0.spans.isEmpty
            }
                + Line.wrap(waitingWords(for: pending), columns: columns, style: Style(.cyan))
        }
    }

    /// What was done last, and where the browser will end.
    private func waitingWords(for pending: PendingSignIn) -> String {
        if pasteCall != nil { return "Handed over; waiting for the server." }
        let done = progress.map { $0 + ". " } ?? ""
        return pending.isReceiving
            ? "\(done)Waiting for the browser to come back to \(pending.redirectURI)"
            : "\(done)The browser will end at \(pending.redirectURI); paste the whole address it shows there."
    }

    /// What a way does, with the program's name.
    private func words(for method: Method, in state: State) -> String {
        switch method {
        case .browser: "open it in \(state.surroundings.browser ?? "the browser")"
        case .textBrowser:
            "open it in \(state.surroundings.textBrowser ?? "a text browser"), in this terminal; its q comes back"
        case .copy: "copy the address, to open it anywhere"
        case .qrCode: "show it as a QR code, for a phone"
        case .paste: "paste the address that the browser ended at"
        }
    }

    /// The address in full, cut into rows at the very edge, so that it can be copied by hand too.
    private func addAddress(to page: inout Page, theme: Theme, columns: Int) {
        guard let pending else { return }
        page.heading("ADDRESS")
        page.add(Line.chop(pending.address, columns: columns - 4).map { Line("   ") + Line($0) })
        page.add()
    }

    /// Adds the field for pasting back, once there is something to paste.
    private func addField(to page: inout Page, columns: Int) {
        guard pending != nil else { return }
        page.add(
            field, label: Line(" PASTED  ", Theme.label), columns: columns, isFocused: isPasting,
            placeholder: "the address that the browser ended at, or the bare code")
        if let pasteProblem {
            page.add(Line.wrap(pasteProblem, columns: columns - 2, style: Theme.failure).map { Line(" ") + $0 })
        }
    }
}
