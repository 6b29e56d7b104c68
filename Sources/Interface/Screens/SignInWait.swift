import Sessions
import Terminal

/// The second step of signing in: the address, the ways to open it, and the field for pasting back where the browser ended.
struct SignInWait: Sendable {
    enum Phase: Sendable {
        /// The server is asked what it supports; the address comes after that.
        case preparing
        case ready(PendingSignIn)
        case failed(String)
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

    var phase = Phase.preparing
    /// Beginning the sign-in, then waiting for it to finish.
    var call: KeeperCall.ID?
    var pasteCall: KeeperCall.ID?
    let methods: [Method]
    var cursor = 0
    var wanted: Method?
    /// What was done last, in words.
    var progress: String?
    var field = TextField()
    var isPasting = false
    var pasteProblem: String?

    init(call: KeeperCall.ID, surroundings: Surroundings) {
        self.call = call
        var methods: [Method] = []
        if surroundings.browser != nil { methods.append(.browser) }
        if surroundings.textBrowser != nil { methods.append(.textBrowser) }
        self.methods = methods + [.copy, .qrCode, .paste]
    }

    var pending: PendingSignIn? {
        if case .ready(let pending) = phase { pending } else { nil }
    }

    var failure: String? {
        if case .failed(let message) = phase { message } else { nil }
    }

    func awaits(_ id: KeeperCall.ID) -> Bool { call == id || pasteCall == id }

    /// What is pasted goes to the field, wherever the focus was; typing does so once the field is focused.
    mutating func edit(_ key: KeyPress) -> Bool {
        if case .paste = key, failure == nil { isPasting = true }
        guard isPasting, field.edit(key) else { return false }
        pasteProblem = nil
        return true
    }

    mutating func move(by distance: Int) {
        cursor = min(max(0, cursor + distance), methods.count - 1)
    }
}

extension SignInWait {
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

    private func statusLines(theme: Theme, columns: Int) -> [Line] {
        switch phase {
        case .failed(let message):
            Line.wrap(message, columns: columns, style: Theme.failure)
                + [
                    Line(),
                    Line(theme.enter, Theme.key) + Line(" tries again    ") + Line("Esc", Theme.key)
                        + Line(" goes back"),
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

    private func waitingWords(for pending: PendingSignIn) -> String {
        if pasteCall != nil { return "Handed over; waiting for the server." }
        let done = progress.map { $0 + ". " } ?? ""
        return pending.isReceiving
            ? "\(done)Waiting for the browser to come back to \(pending.redirectURI)"
            : "\(done)The browser will end at \(pending.redirectURI); paste the whole address it shows there."
    }

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
