import SMART
import Sessions
import Terminal

/// The browsers found at start: the best of each kind.
struct Browsers: Sendable {
    /// Opens a window of its own; `nil` where there is none, as over SSH.
    let graphical: BrowserChoice?
    /// Needs this terminal, such as w3m; `nil` where there is none.
    let text: BrowserChoice?

    /// - Parameter all: those there are, best first.
    init(_ all: [BrowserChoice] = BrowserChoice.available()) {
        graphical = all.first { $0.kind == .graphical }
        text = all.first { $0.kind == .text }
    }
}

/// Does what ``State`` asks for: hands calls to tasks, and the rest to the terminal.
final class EffectRunner {
    /// Who owns the sessions, in this process or another.
    private let keeper: any Keeper
    /// Where outcomes and failures go.
    private let mailbox: Mailbox<Event>
    /// The programs that open addresses.
    private let browsers: Browsers
    /// The way of notifying that the person's terminal understands.
    private let notification: Notifications.Method
    /// The calls that are under way, to be cancelled.
    private var tasks: [KeeperCall.ID: Task<Void, Never>] = [:]
    /// Set between the wish to suspend and the loop's taking it up.
    private var wantsSuspension = false

    /// How often something was copied.
    private var copies = 0
    /// How long a secret stays on the clipboard.
    private let clipboardLifetime: Duration

    /// Does effects by these means; nothing is begun before ``perform(_:on:)``.
    init(
        keeper: any Keeper, mailbox: Mailbox<Event>, browsers: Browsers, notification: Notifications.Method,
        clipboardLifetime: Duration = .seconds(60)
    ) {
        self.clipboardLifetime = clipboardLifetime
        self.keeper = keeper
        self.mailbox = mailbox
        self.browsers = browsers
        self.notification = notification
    }

    /// Does one effect; of leaving, suspending and drawing anew the runner of the interface takes care.
    func perform(_ effect: Effect, on terminal: some InterfaceTerminal) {
        switch effect {
        case .start(let call): start(call)
        case .cancel(let id): tasks.removeValue(forKey: id)?.cancel()
        case .cancelSignIn(let id): Task { [keeper] in await keeper.cancelSignIn(id) }
        case .openBrowser(let target): openBrowser(target)
        case .openTextBrowser(let target): openTextBrowser(target, on: terminal)
        case .copy(let secret): copy(secret, on: terminal)
        case .copyBriefly(let secret):
            copy(secret, on: terminal)
            expireCopy()
        case .clearClipboard(let copy):
            // What was copied since is not ours to take away.
            if copy == copies { terminal.send(Clipboard.clearingSequence()) }
        case .notify(let title, let body):
            terminal.send(Notifications.sequence(title: title, body: body, method: notification))
        case .suspend: wantsSuspension = true
        case .redraw, .quit: break
        }
    }

    /// Lets go of a call whose outcome has come.
    func forget(_ id: KeeperCall.ID) { tasks[id] = nil }

    /// Whether the person asked to suspend since the last call.
    func takeSuspension() -> Bool {
        defer { wantsSuspension = false }
        return wantsSuspension
    }

    /// Gives up whatever is awaited; no outcome comes any more that anybody would take.
    ///
    /// The keeper goes on with what it has begun: a renewal under way is not the screen's to end.
    func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    /// Asks the keeper in a task, which posts what came of it.
    private func start(_ call: KeeperCall) {
        tasks[call.id] = Task { [keeper, mailbox] in
            let outcome = await call.work.outcome(by: keeper)
            mailbox.post(.finished(call.id, outcome))
        }
    }

    /// Opens an address in a window; how the browser fares afterwards is not known.
    private func openBrowser(_ target: BrowserTarget) {
        guard let browser = browsers.graphical else { return }
        do {
            try browser.program(opening: target).launchDetached()
        } catch {
            mailbox.post(.failed("\(error)"))
        }
    }

    /// Lends the terminal to the text browser and waits until the person leaves it.
    private func openTextBrowser(_ target: BrowserTarget, on terminal: some InterfaceTerminal) {
        guard let browser = browsers.text else { return }
        do {
            let ending = try terminal.handOver { try browser.program(opening: target).run() }
            if case .exited(let status) = ending, status == 0 { return }
            mailbox.post(.failed("\(browser.name) ended with an error"))
        } catch {
            mailbox.post(.failed("\(error)"))
        }
    }

    /// Tells in a while that what was copied last has been on the clipboard for long enough.
    private func expireCopy() {
        Task { [copies, mailbox, clipboardLifetime] in
            try? await Task.sleep(for: clipboardLifetime)
            mailbox.post(.copyExpired(copies))
        }
    }

    /// Sends a secret to the clipboard of the person's terminal, and shows it nowhere.
    ///
    /// By OSC 52, which reaches the person's own machine over SSH too.
    private func copy(_ secret: Redacted, on terminal: some InterfaceTerminal) {
        if let sequence = Clipboard.sequence(copying: secret.reveal()) {
            copies += 1
            terminal.send(sequence)
        } else {
            mailbox.post(.failed("The text is too long for the terminal's clipboard"))
        }
    }
}
