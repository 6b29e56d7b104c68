import Foundation
import Records
import Sessions
import Terminal

@testable import Interface

/// Feeds events to a state and keeps the effects, as the runner would.
struct Driver {
    private(set) var state: State
    private(set) var effects: [Effect] = []
    var now: Date

    init(
        columns: Int = 80, rows: Int = 24, options: InterfaceOptions = InterfaceOptions(),
        surroundings: Surroundings = Samples.surroundings, sessions: [SessionSnapshot] = Samples.sessions,
        log: [LogEntry] = Samples.log
    ) {
        now = Samples.now
        state = State(
            options: options, surroundings: surroundings, size: TerminalSize(columns: columns, rows: rows), now: now,
            root: ListScreen())
        send(.started)
        finish(.loaded(sessions, log: log))
    }

    /// Sends an event and answers the effects that it had.
    @discardableResult
    mutating func send(_ event: Event) -> [Effect] {
        let effects = state.update(event, now: now)
        self.effects += effects
        return effects
    }

    /// Sends events that arrive together.
    @discardableResult
    mutating func send(_ events: [Event]) -> [Effect] {
        let effects = state.update(events, now: now)
        self.effects += effects
        return effects
    }

    @discardableResult
    mutating func press(_ keys: KeyPress...) -> [Effect] {
        keys.flatMap { send(.key($0)) }
    }

    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.flatMap { send(.key(.character($0))) }
    }

    /// Runs a command by its name.
    @discardableResult
    mutating func command(_ name: String) -> [Effect] {
        press(.function(2))
        type(name)
        return press(.enter)
    }

    /// Gives the newest call an outcome.
    @discardableResult
    mutating func finish(_ outcome: Outcome) -> [Effect] {
        guard let call = state.calls.last else { return [] }
        return send(.finished(call.id, outcome))
    }

    var selected: String? { state.table.selected.map { "\($0.id)" } }

    var screen: [String] {
        let grid = state.render().grid
        return (0..<grid.size.rows).map { grid.text(ofRow: $0) }
    }

    var text: String { screen.joined(separator: "\n") }
}

extension [Effect] {
    /// What the keeper is asked for.
    var works: [KeeperCall.Work] {
        compactMap { if case .start(let call) = $0 { call.work } else { nil } }
    }
}
