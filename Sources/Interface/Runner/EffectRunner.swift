import SMART
import Sessions
import Terminal

/// Does what ``State`` asks for: hands operations to tasks, and the rest to the terminal.
final class EffectRunner {
    private let keeper: any Keeper
    private let mailbox: Mailbox<Event>
    private let browsers: Browsers
    private let notification: Notifications.Method
    private var tasks: [Operation.ID: Task<Void, Never>] = [:]
    private var wantsSuspension = false

    init(keeper: any Keeper, mailbox: Mailbox<Event>, browsers: Browsers, notification: Notifications.Method) {
        self.keeper = keeper
        self.mailbox = mailbox
        self.browsers = browsers
        self.notification = notification
    }

    /// Does one effect and says whether the screen has to be drawn whole afterwards.
    func perform(_ effect: Effect, on loop: EventLoop<Event>) -> Bool {
        switch effect {
        case .start(let operation): start(operation)
        case .cancel(let id): tasks.removeValue(forKey: id)?.cancel()
        case .cancelSignIn(let id): Task { [keeper] in await keeper.cancelSignIn(id) }
        case .openBrowser(let address): openBrowser(address)
        case .openTextBrowser(let address):
            openTextBrowser(address, on: loop)
            return true
        case .copy(let secret): copy(secret, on: loop.screen)
        case .notify(let title, let body):
            loop.screen.send(Notifications.sequence(title: title, body: body, method: notification))
        case .suspend: wantsSuspension = true
        case .redraw, .quit: break
        }
        return false
    }

    /// Whether the person asked to suspend since the last call.
    func takeSuspension() -> Bool {
        defer { wantsSuspension = false }
        return wantsSuspension
    }

    func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    private func start(_ operation: Operation) {
        tasks = tasks.filter { !$0.value.isCancelled }
        tasks[operation.id] = Task { [keeper, mailbox] in
            let outcome = await operation.work.outcome(by: keeper)
            mailbox.post(.finished(operation.id, outcome))
        }
    }

    private func openBrowser(_ address: String) {
        guard let browser = browsers.graphical else { return }
        do {
            try browser.program(opening: address).launchDetached()
        } catch {
            mailbox.post(.failed("\(error)"))
        }
    }

    private func openTextBrowser(_ address: String, on loop: EventLoop<Event>) {
        guard let browser = browsers.text else { return }
        do {
            let ending = try loop.handOver { try browser.program(opening: address).run() }
            if case .exited(let status) = ending, status == 0 { return }
            mailbox.post(.failed("\(browser.name) ended with an error"))
        } catch {
            mailbox.post(.failed("\(error)"))
        }
    }

    private func copy(_ secret: Redacted, on screen: Screen) {
        if let sequence = Clipboard.sequence(copying: secret.reveal()) {
            screen.send(sequence)
        } else {
            mailbox.post(.failed("The text is too long for the terminal's clipboard"))
        }
    }
}
