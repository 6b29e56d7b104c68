import Foundation
import Sessions
import Terminal

/// Everything that the interface shows and knows.
///
/// Only ``update(_:now:)`` changes it, and it reaches nothing outside.
struct State: Sendable {
    /// What the person asked for, or changed since.
    var options: InterfaceOptions
    /// What was found at start.
    let surroundings: Surroundings
    /// The size of the terminal, in cells.
    var size: TerminalSize
    /// The time of the last event.
    var now: Date

    /// The sessions, in the order and choice of the list.
    var table = SessionTable()
    /// What happened, as far back as it is kept.
    var log = EventLog()
    /// The words that the log screen is narrowed to.
    var logFilter = ""
    /// Whether the sessions were loaded; before that an empty list means nothing.
    var isLoaded = false
    /// Whether the person left the header open.
    var showsHeader = true
    /// What is said above the hints until the next key; `nil` where nothing is.
    var notice: Notice?
    /// An action that a closing screen leaves to the one beneath it.
    var followUp: Action.ID?
    /// What is awaited of the keeper.
    private(set) var awaited = AwaitedCalls()

    /// The list at the bottom, then what was opened over it.
    private(set) var screens: [any ScreenModel]

    /// The state before anything has happened: no session is loaded, no call is under way.
    ///
    /// - Parameters:
    ///   - options: how the person wants it to look and behave.
    ///   - surroundings: what was found out of the terminal and the machine, once.
    ///   - size: of the terminal.
    ///   - now: the first moment; each event brings the next one.
    ///   - root: the screen at the bottom, which never goes.
    init(
        options: InterfaceOptions, surroundings: Surroundings, size: TerminalSize, now: Date, root: some ScreenModel
    ) {
        self.options = options
        self.surroundings = surroundings
        self.size = size
        self.now = now
        screens = [root]
    }

    /// The glyphs that the terminal and the person's options allow.
    var theme: Theme { Theme(isUTF8: surroundings.isUTF8, plain: options.plain) }

    /// The ticker of a frame that shows this moment.
    var ticker: Ticker { Ticker(now: now, plain: options.plain, timeZone: surroundings.timeZone) }

    /// Where keys go.
    var context: Context { screens.last?.context ?? .list }

    /// What is awaited, oldest first.
    var calls: [KeeperCall] { awaited.all }

    /// Whether the vault is locked, which then hides what every session holds.
    var isLocked: Bool { table.counts[.locked, default: 0] > 0 }
}

// MARK: - Screens

extension State {
    /// Puts a screen over the others; it gets the keys from now on.
    mutating func open(_ screen: some ScreenModel) { screens.append(screen) }

    /// Lets the screen at `depth` act.
    ///
    /// What it opens comes over it, and it goes if it is done.
    mutating func withScreen<Result>(_ depth: Int, _ body: (inout any ScreenModel, inout State) -> Result) -> Result {
        var screen = screens[depth]
        let result = body(&screen, &self)
        if screen.isDone { screens.remove(at: depth) } else { screens[depth] = screen }
        return result
    }

    /// Lets the topmost screen act.
    mutating func withTop<Result>(_ body: (inout any ScreenModel, inout State) -> Result) -> Result {
        withScreen(screens.count - 1, body)
    }

    /// The screens that can be seen, by their depth: the topmost one that covers all, and the overlays on it.
    var visibleDepths: Range<Int> { (screens.lastIndex { !$0.isOverlay } ?? 0)..<screens.count }

    /// Says something to the person until the next key.
    mutating func say(_ text: String, _ kind: Notice.Kind = .information) {
        notice = Notice(text, kind)
    }
}

// MARK: - Calls

/// What is opened over the list, and what is said to the person.
extension State {
    /// Begins to wait for the keeper.
    mutating func start(_ work: KeeperCall.Work) -> (effect: Effect, id: KeeperCall.ID) {
        let call = awaited.begin(work)
        return (.start(call), call.id)
    }

    /// No longer waits for a call; nothing where it is not awaited.
    mutating func cancel(_ id: KeeperCall.ID?) -> [Effect] {
        guard let id, awaited.end(id) != nil else { return [] }
        return [.cancel(id)]
    }

    /// Cancels what no screen waits for.
    mutating func cancelCalls() -> [Effect] {
        calls.filter(\.hasWords).flatMap { cancel($0.id) }
    }

    /// Takes a call whose outcome has come off the list; `nil` where it was cancelled before.
    mutating func forget(_ call: KeeperCall.ID) -> KeeperCall? { awaited.end(call) }
}
