import Records
import Terminal

/// The event log, newest first.
struct LogScreen: ScreenModel {
    private var window = ScrollWindow()
    /// The topmost entry counted from the oldest, so that new ones do not push away what is read.
    private var seen: Int
    private(set) var isDone = false

    init(in state: State) { seen = state.log.count }

    var context: Context { .log }

    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        let count = state.shownLog.count
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

    mutating func settle(in state: State) {
        let count = state.shownLog.count
        if window.cursor > 0 { window.move(by: state.log.count - seen, of: count) }
        seen = state.log.count
        window.settle(count: count, height: state.pageHeight)
    }

    func paint(on canvas: inout Canvas, state: State) {
        let entries = state.shownLog
        let filtered = state.logFilter.isEmpty ? "" : " (filtered)"
        let position = entries.isEmpty ? 0 : window.cursor + 1
        let area = canvas.paintPage("Events", right: "\(position) of \(entries.count)\(filtered)", of: state)
        if entries.isEmpty {
            canvas.put(
                Line("   " + (state.logFilter.isEmpty ? "Nothing has happened yet." : "Nothing matches."), Theme.quiet),
                in: area)
        }
        for row in window.visible(of: entries.count, height: area.height) {
            let at = row - window.offset
            canvas.put(
                canvas.line(for: entries[entries.count - 1 - row], showsSession: true), in: area, row: at, column: 3)
            if row == window.cursor {
                canvas.put(Line(canvas.theme.pointer, Theme.key), in: area, row: at, column: 1)
                canvas.cursor = Canvas.Position(row: area.row + at, column: 1)
            }
        }
    }
}

extension State {
    /// The entries that the log's filter leaves, oldest first.
    var shownLog: [LogEntry] {
        let words = logFilter.lowercased().split(separator: " ")
        if words.isEmpty { return log }
        return log.filter { entry in
            let text = "\(entry.session.map(String.init(describing:)) ?? "") \(entry.message)".lowercased()
            return words.allSatisfy { text.contains($0) }
        }
    }
}

extension Canvas {
    /// One entry: when, which session, what.
    func line(for entry: LogEntry, showsSession: Bool) -> Line {
        let isNarrow = size.columns < 60
        let time = CharacterWidth.fit(ticker.time(entry.time), columns: isNarrow ? 9 : 14)
        let session = entry.session.map(String.init(describing:)) ?? ""
        let name = showsSession ? CharacterWidth.fit(session, columns: isNarrow ? 10 : 20) + " " : ""
        return Line(time, Theme.quiet) + Line(name) + Line(entry.message, entry.kind.style)
    }
}

extension LogEntry.Kind {
    fileprivate var style: Style {
        switch self {
        case .signedIn: Theme.good
        case .renewalFailed, .lapseNear, .clockStepped: Theme.warning
        case .lapsed, .interrupted, .patientChanged: Style(.red)
        case .misconfigured: Style(.magenta)
        case .renewed, .signedOut, .handedOff, .endpointAdded, .endpointRemoved: .plain
        }
    }
}
