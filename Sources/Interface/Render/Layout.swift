import Terminal

/// Where the panes of the session list stand on a screen of a given size.
///
/// Smaller screens lose panes, then columns; larger ones show more: the detail beside the list, and the newest events.
struct Layout: Equatable, Sendable {
    /// A part of the list's screen; which there are, the size decides.
    enum Pane: Hashable, Sendable, CaseIterable {
        case header, titles, list, divider, detail, eventsTitle, events, status, hints
    }

    /// Below this nothing fits; one line says so.
    static let minimum = TerminalSize(columns: 40, rows: 10)

    /// The panes there is room for.
    private(set) var panes: [Pane: Area] = [:]

    /// Where a pane stands; `nil` where there is no room for it.
    subscript(pane: Pane) -> Area? { panes[pane] }

    /// Hints and status take their rows first: what can be done is never what is left out.
    ///
    /// - Parameters:
    ///   - size: the terminal's; below ``minimum`` nothing that is placed can be used.
    ///   - showsHeader: whether the person left the header open.
    ///   - statusRows: how many rows the notice needs.
    init(listOn size: TerminalSize, showsHeader: Bool, statusRows: Int = 1) {
        var rest = Area(size)
        panes[.hints] = rest.takeBottom(1)
        panes[.status] = rest.takeBottom(min(max(1, statusRows), max(1, size.rows / 3)))
        if showsHeader { panes[.header] = rest.takeTop(1) }
        if size.columns >= Self.besideColumns, size.rows >= Self.besideRows {
            placeBeside(&rest)
        } else {
            placeBelow(&rest)
        }
    }

    /// From so many columns and rows on, the detail stands beside the list.
    private static let besideColumns = 150
    private static let besideRows = 20
    /// From so many columns and rows on, the detail stands below the list.
    private static let belowColumns = 60
    private static let belowRows = 12

    /// List on the left; on the right the detail and, below it, the newest events.
    private mutating func placeBeside(_ rest: inout Area) {
        let width = min(84, rest.width * 42 / 100)
        let left = rest.width - width - 1
        var list = Area(row: rest.row, column: rest.column, height: rest.height, width: left)
        panes[.titles] = list.takeTop(1)
        panes[.list] = list
        panes[.divider] = Area(row: rest.row, column: left, height: rest.height, width: 1)
        var right = Area(row: rest.row, column: left + 1, height: rest.height, width: width)
        panes[.detail] = right.takeTop(right.height * 6 / 10)
        panes[.eventsTitle] = right.takeTop(1)
        panes[.events] = right
    }

    /// List above, detail below, as far as there is room for it.
    private mutating func placeBelow(_ rest: inout Area) {
        let roomy = rest.width >= Self.belowColumns && rest.height >= Self.belowRows
        if roomy {
            panes[.detail] = rest.takeBottom(min(18, rest.height * 45 / 100))
            panes[.divider] = rest.takeBottom(1)
        }
        if rest.height >= 8 { panes[.titles] = rest.takeTop(1) }
        panes[.list] = rest
    }
}
