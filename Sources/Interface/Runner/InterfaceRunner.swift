import Foundation
import Sessions
import Terminal

/// Runs the interface on the main thread: takes events in, has effects done, draws what changed.
///
/// Nothing here waits for the keeper: tasks do, and post what came of it to the mailbox.
final class InterfaceRunner {
    /// What sleeps until something happens; it owns the screen.
    private let loop: EventLoop<Event>
    /// What tasks and timers post to.
    private let mailbox: Mailbox<Event>
    /// What acts on the world.
    private let effects: EffectRunner
    /// What wakes the loop when a text is due to change.
    private let timer: VisibleChangeTimer
    /// Forwards what changes at the keeper; lives as long as the screen.
    private let changes: Task<Void, Never>
    /// What tells the time of each event.
    private let clock: any WallClock
    /// All that is shown and known.
    private var state: State
    /// Set once the person left; what else had come is dropped then.
    private var isQuitting = false

    /// Takes the terminal over; the mailbox hears the keeper's changes from now on.
    ///
    /// - Throws: ``TerminalError`` where there is none that a screen can be drawn on.
    init(keeper: any Keeper, options: InterfaceOptions, clock: any WallClock) throws {
        // Before the screen, so that ncurses leaves the signals alone.
        let signals = try Signals()
        let screen = try Screen()
        let mailbox = try Mailbox<Event>()
        self.mailbox = mailbox
        loop = EventLoop(screen: screen, keyboard: Keyboard(of: screen), mailbox: mailbox, signals: signals)
        let browsers = Browsers()
        effects = EffectRunner(keeper: keeper, mailbox: mailbox, browsers: browsers, notification: options.notification)
        timer = VisibleChangeTimer(clock: clock, mailbox: mailbox)
        self.clock = clock
        changes = Self.forwardChanges(of: keeper, to: mailbox)
        let surroundings = Surroundings(
            isUTF8: screen.isUTF8, timeZone: .current, browser: browsers.graphical?.name,
            textBrowser: browsers.text?.name)
        state = State(
            options: options, surroundings: surroundings, size: screen.size, now: clock.now, root: ListScreen())
    }

    /// Runs until the person leaves or a signal ends it; the terminal is given back then.
    func run() -> FullScreenInterface.Ending {
        defer { end() }
        var ending = FullScreenInterface.Ending.quit
        // The load waits for the subscription, which `forwardChanges` announces by `started`.
        draw()
        loop.run { input in
            switch input {
            case .keys(let keys):
                for key in keys where !isQuitting { take([.key(key)]) }
            case .messages(let events):
                take(events)
            case .resized(let size):
                take([.resized(size)])
            case .signal(let signal):
                ending = .signal(signal)
                return .stop
            }
            if isQuitting { return .stop }
            draw()
            guard effects.takeSuspension() else { return .proceed }
            return .suspend
        }
        return ending
    }

    /// Takes in what has happened, in order and at once, and does what is asked for in turn.
    ///
    /// Calls are let go of first: what an outcome begins may be a call of its own.
    private func take(_ events: [Event]) {
        for case .finished(let id, _) in events { effects.forget(id) }
        for effect in state.update(events, now: clock.now) {
            switch effect {
            case .quit: isQuitting = true
            case .redraw: loop.screen.resize()
            default: effects.perform(effect, on: loop)
            }
        }
    }

    /// Sends what changed and arms the timer at the next visible change.
    private func draw() {
        let frame = state.render()
        loop.screen.draw(frame.grid)
        loop.screen.present(cursor: frame.cursor.map { ($0.row, $0.column) })
        timer.arm(at: frame.nextChange)
    }

    /// Stops everything that could post or draw, and gives the terminal back.
    private func end() {
        changes.cancel()
        timer.arm(at: nil)
        effects.cancelAll()
        loop.screen.close()
    }

    /// Posts every change of the keeper, after an event that tells that changes are heard.
    private static func forwardChanges(of keeper: any Keeper, to mailbox: Mailbox<Event>) -> Task<Void, Never> {
        Task {
            let changes = await keeper.changes()
            // Loading begins once changes are heard, so that none falls between.
            mailbox.post(.started)
            let gathering = ChangeGathering(to: mailbox)
            for await change in changes { gathering.take(change) }
            gathering.flush()
            if !Task.isCancelled { mailbox.post(.keeperEnded) }
        }
    }
}
