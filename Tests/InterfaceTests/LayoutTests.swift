import Foundation
import Terminal
import Testing

@testable import Interface

@Suite("Layout")
struct LayoutTests {
    @Test("At 80×24 the detail stands below the list")
    func standard() {
        #expect(
            picture(80, 24) == """
                headerhe
                titlesti
                listlist
                listlist
                listlist
                listlist
                listlist
                listlist
                listlist
                listlist
                listlist
                listlist
                dividerd
                detailde
                detailde
                detailde
                detailde
                detailde
                detailde
                detailde
                detailde
                detailde
                statusst
                hintshin
                """)
    }

    @Test("At 40×10 only the list is left")
    func smallest() {
        #expect(
            picture(40, 10) == """
                head
                list
                list
                list
                list
                list
                list
                list
                stat
                hint
                """)
    }

    @Test("A folded header gives its row to the list; a long notice takes rows from it")
    func folded() {
        #expect(
            picture(40, 10, showsHeader: false, statusRows: 3) == """
                list
                list
                list
                list
                list
                list
                stat
                stat
                stat
                hint
                """)
    }

    @Test("On a wide screen detail and events stand beside the list")
    func wide() {
        let rows = picture(200, 24).split(separator: "\n")
        #expect(rows[0] == "headerheaderheaderhe")
        #expect(rows[1].hasPrefix("titlestitle") && rows[1].hasSuffix("detailde"))
        #expect(rows[2].hasPrefix("listlistlis") && rows[2].hasSuffix("detailde"))
        #expect(rows.contains { $0.hasPrefix("listlistlis") && $0.hasSuffix("eventsev") })
        #expect(rows[23] == "hintshintshintshints")
    }

    @Test("Panes fill the screen without overlap or gap, at every size", arguments: [40, 59, 60, 149, 150, 200, 333])
    func tiling(columns: Int) {
        for rows in 10...70 {
            for showsHeader in [true, false] {
                let layout = Layout(listOn: TerminalSize(columns: columns, rows: rows), showsHeader: showsHeader)
                var covered = Array(repeating: 0, count: columns * rows)
                for area in Layout.Pane.allCases.compactMap({ layout[$0] }) {
                    for row in area.rows { for column in area.columns { covered[row * columns + column] += 1 } }
                }
                #expect(covered.allSatisfy { $0 == 1 }, "\(columns)x\(rows)")
                #expect((layout[.list]?.height ?? 0) >= 3)
            }
        }
    }

    @Test("Columns never take more than there is", arguments: [false, true])
    func columns(plain: Bool) {
        for width in 40...300 {
            let columns = ListColumns(width: width, plain: plain)
            #expect(columns.columns.map(\.width).reduce(ListColumns.margin, +) == width)
            #expect(columns.width(of: .name) != nil && columns.width(of: .state) != nil)
        }
    }

    /// Each row of the screen, each ten columns a letter of the pane's name.
    private func picture(_ columns: Int, _ rows: Int, showsHeader: Bool = true, statusRows: Int = 1) -> String {
        let layout = Layout(
            listOn: TerminalSize(columns: columns, rows: rows), showsHeader: showsHeader, statusRows: statusRows)
        let lines = (0..<rows).map { row in
            let columns = stride(from: 0, to: columns, by: 10)
            let names = columns.map { column -> String in
                let pane = Layout.Pane.allCases.first {
                    layout[$0].map { $0.rows.contains(row) && $0.columns.contains(column) } ?? false
                }
                return pane.map { "\($0)" } ?? "?"
            }
            return Self.spelled(names)
        }
        return lines.joined(separator: "\n")
    }

    /// A letter of each name, in turn.
    private static func spelled(_ names: [String]) -> String {
        var text = ""
        var start = 0
        for (number, name) in names.enumerated() {
            if number > 0, names[number - 1] != name { start = number }
            text.append(Array(name)[(number - start) % name.count])
        }
        return text
    }
}
