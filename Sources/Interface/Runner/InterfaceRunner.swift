import Foundation
import Sessions
import Terminal

/// Runs the interface on the main thread: takes events in, has effects done, draws what changed.
///
/// Nothing here waits for the keeper: tasks do, and post what came of it to the mailbox.
final class InterfaceRunner {
    private let loop: EventLoop<Event>
    private let mailbox: Mailbox<Event>
    private let effects: EffectRunner
    private let timer: VisibleChangeTimer
    private let report: FrameReport?
    private let changes: Task<Void, Never>
    private var state: State
    private var shown: Grid?
    private var isQuitting = false

    init(keeper: any Keeper, options: InterfaceOptions) throws {
        // Before the screen, so that ncurses leaves the signals alone.
        let signals = try Signals()
        let screen = try Screen()
        let mailbox = try Mailbox<Event>()
        self.mailbox = mailbox
        loop = EventLoop(screen: screen, keyboard: Keyboard(of: screen), mailbox: mailbox, signals: signals)
        let browsers = Browsers()
        effects = EffectRunner(keeper: keeper, mailbox: mailbox, browsers: browsers, notification: options.notification)
        timer = VisibleChangeTimer(mailbox: mailbox)
        report = FrameReport()
        changes = Self.forwardChanges(of: keeper, to: mailbox)
        let surroundings = Surroundings(
            isUTF8: screen.isUTF8, timeZone: .current, browser: browsers.graphical?.name,
            textBrowser: browsers.text?.name)
        state = State(options: options, surroundings: surroundings, size: screen.size, now: Date())
    }

    func run() -> Interface.Ending {
        defer { end() }
        var ending = Interface.Ending.quit
        // The load waits for the subscription, which `forwardChanges` announces by `started`.
        draw()
        loop.run { input in
            switch input {
            case .keys(let keys):
                for key in keys where !isQuitting { take(.key(key)) }
            case .messages(let events):
                for event in events where !isQuitting { take(event) }
            case .resized(let size):
                shown = nil
                take(.resized(size))
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

    private func take(_ event: Event) {
        for effect in state.update(event, now: Date()) {
            switch effect {
            case .quit: isQuitting = true
            case .redraw:
                loop.screen.resize()
                shown = nil
            default:
                if effects.perform(effect, on: loop) { shown = nil }
            }
        }
    }

    /// Sends the cells that changed and arms the timer at the next visible change.
    private func draw() {
        let frame = state.render()
        for run in frame.grid.runs(changedFrom: shown) {
            loop.screen.draw(row: run.row, column: run.column, text: run.text, style: run.style)
        }
        loop.screen.present(cursor: frame.cursor.map { ($0.row, $0.column) })
        shown = frame.grid
        timer.arm(at: frame.nextChange)
        report?.write(isIdle: !state.operations.contains { !$0.awaitsPerson })
    }

    private func end() {
        changes.cancel()
        timer.arm(at: nil)
        effects.cancelAll()
        loop.screen.close()
    }

    private static func forwardChanges(of keeper: any Keeper, to mailbox: Mailbox<Event>) -> Task<Void, Never> {
        Task {
            let changes = await keeper.changes()
            // Loading begins once changes are heard, so that none falls between.
            mailbox.post(.started)
            for await change in changes { mailbox.post(.keeper(change)) }
            if !Task.isCancelled { mailbox.post(.keeperEnded) }
        }
    }
}
