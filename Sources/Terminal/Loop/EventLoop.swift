import Glibc

/// The loop of the main thread: sleeps until a key, a message or a signal comes, and hands it on.
package final class EventLoop<Message: Sendable> {
    /// What is drawn on; the loop gives it away and takes it back.
    package let screen: Screen
    /// Where keys are read.
    private let keyboard: Keyboard
    /// Where messages come from other threads.
    private let mailbox: Mailbox<Message>
    /// Where the process's signals are noted.
    private let signals: Signals
    /// Set once the terminal is gone, which is told once.
    private var isHungUp = false

    /// A loop over these four; nothing is read before ``run(_:)``.
    package init(screen: Screen, keyboard: Keyboard, mailbox: Mailbox<Message>, signals: Signals) {
        self.screen = screen
        self.keyboard = keyboard
        self.mailbox = mailbox
        self.signals = signals
    }

    /// Runs until `handle` answers ``Step/stop`` or throws.
    ///
    /// Nothing wakes it while nothing happens.
    package func run(_ handle: (Input<Message>) throws -> Step) rethrows {
        while true {
            for input in wait() {
                switch try handle(input) {
                case .proceed: break
                case .stop: return
                case .suspend:
                    if try handle(suspendJob()) == .stop { return }
                }
            }
        }
    }

    /// Lends the terminal to `body`, which runs another program on it.
    ///
    /// Draw everything afterwards, at `screen.size`.
    package func handOver<Result>(_ body: () throws -> Result) rethrows -> Result {
        screen.suspend()
        defer { screen.resume() }
        return try body()
    }

    /// Sleeps until something can be read, or an Escape has waited long enough, and takes all there is.
    private func wait() -> [Input<Message>] {
        // A negative descriptor is passed over by poll(2): a terminal that hung up would be readable for ever.
        var sources = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isHungUp ? -1 : keyboard.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = unsafe poll(&sources, nfds_t(sources.count), keyboard.awaitsMore ? keyboard.escapeDelay : -1)
        if count == 0 { return [.keys(keyboard.flush())] }
        guard count > 0 else { return [] }
        var inputs: [Input<Message>] = []
        if sources[0].revents != 0 { inputs += signals.take().map(input(for:)) }
        if sources[1].revents != 0 { inputs += readKeys() }
        if sources[2].revents != 0 {
            let messages = mailbox.drain()
            if !messages.isEmpty { inputs.append(.messages(messages)) }
        }
        return inputs
    }

    /// Reads what was typed; a terminal that is gone counts as a hangup.
    private func readKeys() -> [Input<Message>] {
        guard let keys = keyboard.read() else {
            isHungUp = true
            return [.signal(.hangup)]
        }
        return keys.isEmpty ? [] : [.keys(keys)]
    }

    /// Does what a signal asks of the screen, and tells the rest.
    private func input(for signal: Signal) -> Input<Message> {
        switch signal {
        case .windowChanged:
            return .resized(screen.resize())
        case .continued:
            // Stopped in a way that could not be foreseen: the shell has had the terminal.
            screen.resume()
            return .resized(screen.size)
        case .stop:
            return suspendJob()
        case .hangup, .interrupt, .terminate:
            return .signal(signal)
        }
    }

    /// Stops the job with the terminal given back, and takes the terminal again when it goes on.
    private func suspendJob() -> Input<Message> {
        screen.suspend()
        signals.stopJob()
        screen.resume()
        return .resized(screen.size)
    }
}
