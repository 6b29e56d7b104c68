import SMART
import Sessions
import Terminal
import Vault

extension ListScreen {
    func paint(on canvas: inout Canvas, state: State) {
        let layout = state.layout
        if let area = layout[.header] { canvas.paintHeader(of: state, in: area) }
        if let area = layout[.list] {
            let columns = ListColumns(width: area.width, plain: state.options.plain)
            if let titles = layout[.titles] { canvas.paintTitles(columns, sort: state.table.sort, in: titles) }
            canvas.paintSessions(of: state, columns, in: area)
        }
        if let area = layout[.divider] {
            if area.width == 1 { canvas.wall(in: area) } else { canvas.rule(in: area) }
        }
        if let area = layout[.detail], let session = state.table.selected {
            canvas.paintDetail(of: session, log: state.log, in: area.inset(by: 1))
        }
        if let title = layout[.eventsTitle], let area = layout[.events] {
            canvas.rule(in: title)
            canvas.put(Line(" EVENTS ", Theme.label), in: title.inset(by: 1))
            let entries = state.log.suffix(area.height).reversed()
            canvas.put(entries.map { canvas.line(for: $0, showsSession: true) }, in: area.inset(by: 1))
        }
        if let area = layout[.status] { canvas.paintStatus(of: state, in: area) }
        if let area = layout[.hints] { canvas.paintHints(of: state, in: area) }
    }
}

extension Canvas {
    /// Title on the left, how many sessions are in which state in the middle, how many are shown on the right.
    fileprivate mutating func paintHeader(of state: State, in area: Area) {
        let table = state.table
        put(Line(" \(state.options.title)", Theme.title), in: area)
        var right = ""
        if !table.marked.isEmpty { right += "\(table.marked.count) marked  " }
        if state.options.readOnly { right += "read-only  " }
        if table.sort != .name || table.isReversed {
            right += "by \(table.sort.rawValue)\(table.isReversed ? ", reversed" : "")  "
        }
        let position = table.shownCount == 0 ? 0 : table.window.cursor + 1
        right +=
            table.filter.isEmpty ? "\(position) of \(table.count)" : "\(position) of \(table.shownCount) (filtered)"
        putRight(Line(right + " ", Theme.quiet), in: area)
        let room = area.width - 4 - Line(state.options.title).columns - right.count
        var counts = Line()
        for count in SessionState.allCases.compactMap({ countLine($0, table.counts[$0, default: 0]) }) {
            let separated = counts.spans.isEmpty ? count : Line(" \(theme.dot) ", Theme.quiet) + count
            guard counts.columns + separated.columns <= room else { break }
            counts += separated
        }
        put(
            counts, in: area,
            column: max(state.options.title.count + 3, min(24, area.width - right.count - 2 - counts.columns)))
    }

    private func countLine(_ state: SessionState, _ count: Int) -> Line? {
        count == 0 ? nil : Line("\(count) \(state.rawValue)", theme.style(of: state))
    }

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

    fileprivate mutating func paintSessions(of state: State, _ columns: ListColumns, in area: Area) {
        let table = state.table
        guard table.shownCount > 0 else {
            put(Line.wrap(emptyWords(of: state), columns: area.width - 4).map { Line("   ") + $0 }, in: area)
            return
        }
        for row in table.window.visible(of: table.shownCount, height: area.height) {
            let session = table.session(inRow: row)
            let line = Area(
                row: area.row + row - table.window.offset, column: area.column, height: 1, width: area.width)
            let isFocused = row == table.window.cursor
            paint(session, columns, isFocused: isFocused, isMarked: table.marked.contains(session.id), in: line)
            if isFocused { cursor = Position(row: line.row, column: line.column + 1) }
        }
    }

    private func emptyWords(of state: State) -> String {
        if !state.isLoaded { return "Loading the sessions\(theme.ellipsis)" }
        if !state.table.filter.isEmpty { return "Nothing matches \(state.table.filter.text). Esc shows all again." }
        return "No endpoints yet. Press a to add one by its FHIR base URL."
    }

    private mutating func paint(
        _ session: SessionSnapshot, _ columns: ListColumns, isFocused: Bool, isMarked: Bool, in area: Area
    ) {
        if isMarked { put(Line(theme.mark, Style(.yellow)), in: area) }
        if isFocused { put(Line(theme.pointer, Style(.cyan, .bold)), in: area, column: 1) }
        var at = ListColumns.margin
        for (column, width) in columns.columns {
            let cell = Area(row: area.row, column: area.column + at, height: 1, width: width - 1)
            put(text(of: column, session, isFocused: isFocused), in: cell)
            at += width
        }
    }

    private mutating func text(of column: ListColumns.Column, _ session: SessionSnapshot, isFocused: Bool) -> Line {
        switch column {
        case .name: Line("\(session.id)", isFocused ? Theme.title : .plain)
        case .mode: accessMode(of: session)
        case .token: tokenTime(of: session)
        case .lapses: lapseTime(of: session)
        case .state: stateWord(of: session) + stateNote(of: session)
        case .patient: Line(session.identity?.name ?? session.context.patient ?? "", Theme.quiet)
        case .address: Line(session.baseURL.text, Theme.quiet)
        }
    }
}

extension ListColumns.Column {
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
