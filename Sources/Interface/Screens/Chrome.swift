import Terminal

/// The rows that every screen shares: title, notice, hints.
extension Canvas {
    /// Draws the notice, what is awaited, or else a rule.
    mutating func paintStatus(of state: State, in area: Area) {
        clear(area)
        let lines = state.statusLines(columns: area.width)
        if lines.isEmpty { rule(in: area) } else { put(lines, in: area) }
    }

    /// Draws what can be done here and now, as much as there is room for; help always has room.
    mutating func paintHints(of state: State, in area: Area) {
        clear(area)
        let context = state.context
        let hints = Actions.available(in: state).filter { $0.hint != nil }
        func line(_ action: Action) -> Line {
            Line(action.key(in: context).name(theme), Theme.key) + Line(" " + (action.hint ?? ""))
        }
        let help = hints.last { $0.id == .help }.map(line) ?? Line()
        var shown = Line(" ")
        for hint in hints.filter({ $0.id != .help }).map(line)
        where shown.columns + hint.columns + 2 + help.columns < area.width {
            shown += hint + Line("  ")
        }
        put(shown + help, in: area)
    }

    /// Draws a page's title row, status and hints, and returns the area between them.
    mutating func paintPage(_ title: String, right: String = "", of state: State) -> Area {
        var rest = Area(size)
        paintHints(of: state, in: rest.takeBottom(1))
        paintStatus(of: state, in: rest.takeBottom(state.statusRows))
        let top = rest.takeTop(1)
        put(Line(" " + title, Theme.title), in: top)
        if !right.isEmpty { putRight(Line(right + " ", Theme.quiet), in: top) }
        return rest
    }
}

/// How much room the notice takes, and what is left.
extension State {
    /// The notice or what is awaited, as lines; empty where all is quiet.
    func statusLines(columns: Int) -> [Line] {
        let lines: [Line]
        if let notice {
            lines = Line.wrap(notice.text, columns: columns - 2, style: notice.style)
        } else if let waiting = awaited.lastTold?.words {
            let others = awaited.toldCount - 1
            let more = others > 0 ? " and \(others) more" : ""
            lines = [Line("\(waiting)\(more)\(theme.ellipsis)  ", Style(.cyan)) + Line("Esc cancels", Theme.quiet)]
        } else {
            lines = []
        }
        return lines.prefix(max(1, size.rows / 3)).map { Line(" ") + $0 }
    }

    /// How many rows the notice or what is awaited takes; a rule stands in their place where all is quiet.
    var statusRows: Int { max(1, statusLines(columns: size.columns).count) }

    /// The height of a page's body.
    ///
    /// It shrinks while a notice of several rows stands; scrolling is fitted to it at each event.
    var pageHeight: Int { max(0, size.rows - 2 - statusRows) }
}

/// How a notice looks.
extension Notice {
    /// The style of its words, by how much it matters.
    fileprivate var style: Style {
        switch kind {
        case .information: .plain
        case .warning: Theme.warning
        case .failure: Style(.red)
        }
    }
}
