import Records
import SMART
import Sessions
import Terminal

/// How the list looks.
extension ListScreen {
    /// Draws each pane that the size has room for.
    func paint(on canvas: inout Canvas, state: State) {
        let layout = state.layout
        if let area = layout[.header] { canvas.paintHeader(of: state, in: area) }
        if let area = layout[.list] {
            let columns = ListColumns(width: area.width, plain: state.options.plain)
            if let titles = layout[.titles] { canvas.paintTitles(columns, sort: state.table.sort, in: titles) }
            let table = state.table
            if table.shownCount == 0 { canvas.paintEmptyList(of: state, in: area) }
            canvas.paintSessions(table.rows, window: table.window, columns, in: area) { table.isMarked($0) }
        }
        if let area = layout[.divider] {
            if area.width == 1 { canvas.wall(in: area) } else { canvas.rule(in: area) }
        }
        if let area = layout[.detail], let session = state.table.selected {
            let inside = area.inset(by: 1)
            let lines = canvas.detailLines(of: session, log: state.log, columns: inside.width, isWhole: false)
            canvas.put(lines, in: inside)
        }
        if let title = layout[.eventsTitle], let area = layout[.events] {
            canvas.rule(in: title)
            canvas.put(Line(" EVENTS ", Theme.label), in: title.inset(by: 1))
            let entries = state.log.suffix(area.height).reversed()
            canvas.put(entries.map { canvas.line(for: $0, showsSession: true, isNarrow: false) }, in: area.inset(by: 1))
        }
        if let area = layout[.status] { canvas.paintStatus(of: state, in: area) }
        if let area = layout[.hints] { canvas.paintHints(of: state, in: area) }
    }
}

/// The panes of the list.
extension Canvas {
    /// Title on the left, how many sessions are in which state in the middle, how many are shown on the right.
    fileprivate mutating func paintHeader(of state: State, in area: Area) {
        let title = Line(" \(state.options.title)", Theme.title)
        let right = Line(headerNotes(of: state).joined(separator: "  ") + " ", Theme.quiet)
        put(title, in: area)
        putRight(right, in: area)
        let counts = headerCounts(of: state.table, columns: area.width - title.columns - right.columns - 4)
        let column = min(max(title.columns + 2, 24), area.width - right.columns - 2 - counts.columns)
        put(counts, in: area, column: column)
    }

    /// What stands at the right: marks, options, order, and the focused row of how many.
    private func headerNotes(of state: State) -> [String] {
        let table = state.table
        var notes: [String] = []
        if !table.marks.isEmpty { notes.append("\(table.marks.count) marked") }
        if state.options.readOnly { notes.append("read-only") }
        if table.sort != .name || table.isReversed {
            notes.append("by \(table.sort.rawValue)\(table.isReversed ? ", reversed" : "")")
        }
        let position = table.shownCount == 0 ? 0 : table.window.cursor + 1
        notes.append("\(position) of \(table.shownCount)\(table.filter.isEmpty ? "" : " (filtered)")")
        return notes
    }

    /// How many sessions are in which state, as many as there is room for.
    private func headerCounts(of table: SessionTable, columns: Int) -> Line {
        var counts = Line()
        for count in SessionState.inHeader.compactMap({ countLine($0, table.counts[$0, default: 0]) }) {
            let separated = counts.spans.isEmpty ? count : Line(" \(theme.dot) ", Theme.quiet) + count
            guard counts.columns + separated.columns <= columns else { break }
            counts += separated
        }
        return counts
    }

    /// A number of sessions with their state; `nil` for none.
    private func countLine(_ state: SessionState, _ count: Int) -> Line? {
        count == 0 ? nil : Line("\(count) \(state.rawValue)", theme.style(of: state))
    }

    /// Draws the titles of the columns, the one that the list is ordered by underlined.
    fileprivate mutating func paintTitles(_ columns: ListColumns, sort: SessionSort, in area: Area) {
        var at = ListColumns.margin
        for (column, width) in columns.columns {
            let isSorted = column.sort == sort
            let style = isSorted ? Style(nil, [.dim, .underline]) : Theme.label
            put(
                Line(column.title, style),
                in: Area(row: area.row, column: area.column + at, height: 1, width: width - 1))
            at += width
        }
    }

    /// Draws the visible rows, and asks for no others.
    mutating func paintSessions<Rows: RandomAccessCollection>(
        _ rows: Rows, window: ScrollWindow, _ columns: ListColumns, in area: Area, isMarked: (SessionID) -> Bool
    ) where Rows.Element == SessionSnapshot, Rows.Index == Int {
        for row in window.visible(of: rows.count, height: area.height) {
            let session = rows[row]
            let line = Area(row: area.row + row - window.offset, column: area.column, height: 1, width: area.width)
            let isFocused = row == window.cursor
            paint(session, columns, isFocused: isFocused, isMarked: isMarked(session.id), in: line)
            if isFocused { cursor = Position(row: line.row, column: line.column + 1) }
        }
    }

    /// Says why there are no rows.
    fileprivate mutating func paintEmptyList(of state: State, in area: Area) {
        put(Line.wrap(emptyWords(of: state), columns: area.width - 4).map { Line("   ") + $0 }, in: area)
    }

    /// Not loaded, nothing matches, or no endpoints yet.
    private func emptyWords(of state: State) -> String {
        if !state.isLoaded { return "Loading the sessions\(theme.ellipsis)" }
        if !state.table.filter.isEmpty { return "Nothing matches \(state.table.filter.text). Esc shows all again." }
        return "No endpoints yet. Press a to add one by its FHIR base URL."
    }

    /// Draws a row: mark, pointer, and a text for each column.
    private mutating func paint(
        _ session: SessionSnapshot, _ columns: ListColumns, isFocused: Bool, isMarked: Bool, in area: Area
    ) {
        if isMarked { put(Line(theme.mark, Style(.yellow)), in: area) }
        // The blank has the pointer's style: each change of it costs a dozen bytes.
        if isFocused { put(Line(theme.pointer + " ", Style(.cyan, .bold)), in: area, column: 1) }
        var at = ListColumns.margin
        for (column, width) in columns.columns {
            let cell = Area(row: area.row, column: area.column + at, height: 1, width: width - 1)
            put(text(of: column, session, width: cell.width, isFocused: isFocused), in: cell)
            at += width
        }
    }

    /// What a column tells of a session.
    private mutating func text(
        of column: ListColumns.Column, _ session: SessionSnapshot, width: Int, isFocused: Bool
    ) -> Line {
        switch column {
        case .name: Line("\(session.id)", isFocused ? Theme.title : .plain)
        case .mode: accessMode(of: session)
        case .token: tokenTime(of: session)
        case .lapses: lapseTime(of: session)
        case .state: stateWord(of: session) + stateNote(of: session, columns: width)
        case .patient: Line(session.identity?.name ?? session.context.patient ?? "", Theme.quiet)
        case .address: Line(session.baseURL.text, Theme.quiet)
        }
    }
}

/// The states in the header.
extension SessionState {
    /// In the order of the header, which drops the last ones where it is narrow.
    fileprivate static let inHeader: [SessionState] = [
        .live, .stale, .lapsed, .interrupted, .misconfigured, .locked, .signingIn, .signedOut,
    ]
}

/// What a title tells of the order.
extension ListColumns.Column {
    /// The sort that goes by this column; `nil` where none does.
    fileprivate var sort: SessionSort? {
        switch self {
        case .name: .name
        case .token: .expiry
        case .lapses: .lapse
        case .state: .state
        case .mode, .patient, .address: nil
        }
    }
}
