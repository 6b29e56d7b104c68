import Foundation
import Records
import Sessions
import Terminal

/// Everything that the interface shows and knows.
///
/// Only ``update(_:now:)`` changes it, and it reaches nothing outside.
struct State: Sendable {
    var options: InterfaceOptions
    let surroundings: Surroundings
    var size: TerminalSize
    /// The time of the last event.
    var now: Date

    var table = SessionTable()
    /// The newest entries of the event log, oldest of them first.
    var log: [LogEntry] = []
    /// The words that the log screen is narrowed to.
    var logFilter = ""
    /// Whether the sessions were loaded; before that an empty list means nothing.
    var isLoaded = false
    var showsHeader = true
    var notice: Notice?
    /// An action that a closing screen leaves to the one beneath it.
    var followUp: Action.ID?
    /// What is awaited, oldest first.
    private(set) var calls: [KeeperCall] = []
    private var callCount = 0

    /// The list at the bottom, then what was opened over it.
    private(set) var screens: [any ScreenModel] = [ListScreen()]

    init(options: InterfaceOptions, surroundings: Surroundings, size: TerminalSize, now: Date) {
        self.options = options
        self.surroundings = surroundings
        self.size = size
        self.now = now
    }

    var theme: Theme { Theme(isUTF8: surroundings.isUTF8, plain: options.plain) }

    var ticker: Ticker { Ticker(now: now, plain: options.plain, timeZone: surroundings.timeZone) }

    /// Where keys go.
    var context: Context { screens.last?.context ?? .list }

    static let logLimit = 1000
}

extension State {
    mutating func open(_ screen: some ScreenModel) { screens.append(screen) }

    mutating func say(_ text: String, _ kind: Notice.Kind = .information) {
        notice = Notice(text, kind)
    }

    /// Begins to wait for the keeper.
    mutating func start(_ work: KeeperCall.Work) -> (effect: Effect, id: KeeperCall.ID) {
        callCount += 1
        let call = KeeperCall(id: callCount, work: work)
        calls.append(call)
        return (.start(call), call.id)
    }

    /// No longer waits for a call.
    mutating func cancel(_ id: KeeperCall.ID?) -> [Effect] {
        guard let id, let place = calls.firstIndex(where: { $0.id == id }) else { return [] }
        calls.remove(at: place)
        return [.cancel(id)]
    }

    /// Lets the screen at `depth` act.
    ///
    /// What it opens comes over it, and it goes if it is done.
    mutating func withScreen<Result>(_ depth: Int, _ body: (inout any ScreenModel, inout State) -> Result) -> Result {
        var screen = screens[depth]
        let result = body(&screen, &self)
        if screen.isDone { screens.remove(at: depth) } else { screens[depth] = screen }
        return result
    }

    mutating func withTop<Result>(_ body: (inout any ScreenModel, inout State) -> Result) -> Result {
        withScreen(screens.count - 1, body)
    }

    mutating func forget(_ call: KeeperCall.ID) -> KeeperCall? {
        calls.firstIndex { $0.id == call }.map { calls.remove(at: $0) }
    }
}
