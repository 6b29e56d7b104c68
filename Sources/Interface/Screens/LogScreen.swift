import Records
import Terminal

/// The event log, newest first.
struct LogScreen: ScreenModel {
    /// The focused entry, and which entries are in sight.
    private var window = ScrollWindow()
    /// How many entries there had been when the window was fitted, so that new ones do not push away what is read.
    private var seen: Int
    /// Which entries the filter leaves.
    private var choice = Choice()
    /// Set once the person went back.
    private(set) var isDone = false

    /// The log as it is now, at its newest entry.
    init(in state: State) {
        seen = state.log.total
        choice.fit(to: state)
    }

    /// It can be filtered as the list can.
    var context: Context { .log }

    /// Moves, filters, takes the filter back, or goes back.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        let count = choice.count
        if let rows = action.distance(page: state.pageHeight) {
            window.move(by: rows, of: count)
            return []
        }
        switch action {
        case .top: window.move(to: 0, of: count)
        case .bottom: window.move(to: count - 1, of: count)
        case .filter: state.open(FilterBar(editing: state.logFilter, of: .log))
        case .back where state.logFilter.isEmpty: isDone = true
        case .back: state.logFilter = ""
        default: break
        }
        return []
    }

    /// Follows the log: what is read stays in its row while new entries come.
    mutating func settle(in state: State) {
        choice.fit(to: state)
        if window.cursor > 0 { window.move(by: state.log.total - seen, of: choice.count) }
        seen = state.log.total
        window.settle(count: choice.count, height: state.pageHeight)
    }

    /// Draws the entries in sight, and asks for no others.
    func paint(on canvas: inout Canvas, state: State) {
        let count = choice.count
        let filtered = state.logFilter.isEmpty ? "" : " (filtered)"
        let position = count == 0 ? 0 : window.cursor + 1
        let area = canvas.paintPage("Events", right: "\(position) of \(count)\(filtered)", of: state)
        if count == 0 {
            canvas.put(
                Line("   " + (state.logFilter.isEmpty ? "Nothing has happened yet." : "Nothing matches."), Theme.quiet),
                in: area)
        }
        let isNarrow = area.width < Canvas.narrow + 2
        for row in window.visible(of: count, height: area.height) {
            let at = row - window.offset
            let entry = choice.entry(count - 1 - row, of: state.log)
            canvas.put(canvas.line(for: entry, showsSession: true, isNarrow: isNarrow), in: area, row: at, column: 3)
            if row == window.cursor {
                canvas.put(Line(canvas.theme.pointer, Theme.key), in: area, row: at, column: 1)
                canvas.cursor = Canvas.Position(row: area.row + at, column: 1)
            }
        }
    }
}

/// The filter's choice.
extension LogScreen {
    /// The entries that the log's filter leaves, found anew only where the log or the filter changed.
    private struct Choice: Sendable {
        /// The places of the entries in the log, oldest first; `nil` stands for all.
        private var places: [Int]?
        private(set) var count = 0
        private var revision: Int?
        private var filter = ""

        mutating func fit(to state: State) {
            guard revision != state.log.revision || filter != state.logFilter else { return }
            revision = state.log.revision
            filter = state.logFilter
            let words = filter.lowercased().split(separator: " ")
            places =
                words.isEmpty
                ? nil
                : state.log.indices.filter { place in
                    let entry = state.log[place]
                    let text = "\(entry.session.map(String.init(describing:)) ?? "") \(entry.message)".lowercased()
                    return words.allSatisfy { text.contains($0) }
                }
            count = places?.count ?? state.log.count
        }

        /// One of the entries, counted from the oldest.
        func entry(_ number: Int, of log: EventLog) -> LogEntry {
            log[places?[number] ?? number]
        }
    }
}

/// The log in words.
extension SessionWording {
    /// Below so many columns an entry's time and session are cut short.
    static var narrow: Int { 58 }

    /// One entry: when, which session, what.
    func line(for entry: LogEntry, showsSession: Bool, isNarrow: Bool) -> Line {
        let time = CharacterWidth.fit(ticker.time(entry.time), columns: isNarrow ? 9 : 14)
        let session = entry.session.map(String.init(describing:)) ?? ""
        let name = showsSession ? CharacterWidth.fit(session, columns: isNarrow ? 10 : 20) + " " : ""
        return Line(time, Theme.quiet) + Line(name) + Line(entry.message, entry.kind.style)
    }
}

/// How entries look.
extension LogEntry.Kind {
    /// The style of what happened, by how much it matters.
    fileprivate var style: Style {
        switch self {
        case .signedIn: Theme.good
        case .renewalFailed, .lapseNear, .clockStepped: Theme.warning
        case .lapsed, .interrupted, .patientChanged: Style(.red)
        case .misconfigured: Style(.magenta)
        case .renewed, .signedOut, .revoked, .handedOff, .endpointAdded, .endpointRemoved: .plain
        }
    }
}
