import Terminal
import Testing

@testable import Interface

@Suite("The grid")
struct GridTests {
    private let size = TerminalSize(columns: 12, rows: 2)

    @Test(
        "Text takes the columns that the width function says, and what follows never shifts",
        arguments: ["abc", "東京", "e\u{301}", "👩‍👩‍👧", "🇩🇪", "✔️", "한글", "\u{200B}", "a\u{7}b"])
    func columns(text: String) {
        var grid = Grid(size: size)
        let end = grid.put(text, row: 0, column: 0)
        #expect(end == CharacterWidth.columns(of: text))
        grid.put("|", row: 0, column: end)
        #expect(grid.text(ofRow: 0) == CharacterWidth.safe(text) + "|")
    }

    @Test("A wide character that does not fit leaves a space, not half of itself")
    func clippedWide() {
        var grid = Grid(size: size)
        grid.put("ab東", row: 0, column: 0, within: 0..<3)
        #expect(grid.text(ofRow: 0) == "ab")
    }

    @Test("Writing over half a wide character blanks the other half", arguments: [0, 1])
    func halves(column: Int) {
        var grid = Grid(size: size)
        grid.put("東x", row: 0, column: 0)
        grid.put("a", row: 0, column: column)
        #expect(grid.text(ofRow: 0) == (column == 0 ? "a x" : " ax"))
    }

    @Test("A wide character written over half of another leaves no half behind")
    func wideOverWide() {
        var grid = Grid(size: size)
        grid.put("東京", row: 0, column: 1)
        grid.put("한", row: 0, column: 2)
        #expect(grid.text(ofRow: 0) == "  한")
    }

    @Test("What lies outside is cut, on every side")
    func clipping() {
        var grid = Grid(size: size)
        grid.put("abcdef", row: 0, column: -2)
        grid.put("abcdef", row: 1, column: 9)
        grid.put("abc", row: 7, column: 0)
        #expect(grid.text(ofRow: 0) == "cdef")
        #expect(grid.text(ofRow: 1) == "         abc")
    }

    @Test("Only the rows that changed are drawn")
    func changes() {
        var old = Grid(size: size)
        old.put("one two", row: 0, column: 0)
        old.put("same", row: 1, column: 0)
        var new = Grid(size: size)
        new.put("one", row: 0, column: 0)
        new.put("東京", row: 0, column: 4, style: Theme.title)
        new.put("same", row: 1, column: 0)
        #expect(new.rows(changedFrom: old) == [0])
        #expect(new.rows(changedFrom: new) == [])
        var marked = new
        marked.put("sam\u{301}e", row: 1, column: 0)
        #expect(marked.rows(changedFrom: new) == [1])
        #expect(new.rows(changedFrom: marked) == [1])
    }

    @Test("A changed size draws everything")
    func resized() {
        let rows = Grid(size: size).rows(changedFrom: Grid(size: TerminalSize(columns: 3, rows: 3)))
        #expect(rows == [0, 1])
    }

    @Test("A cell takes eight bytes, whatever marks there are")
    func smallCells() {
        #expect(MemoryLayout<Cell>.stride == 8)
    }

    @Test("Moving the focus with the detail folded away changes few cells")
    func cursorMove() {
        var driver = Driver(columns: 59, rows: 24)
        let before = driver.state.render().grid
        driver.press(.down)
        let after = driver.state.render().grid
        let sent = (0..<24).map { row in zip(before.row(row), after.row(row)).count { $0 != $1 } }.reduce(0, +)
        #expect(sent < 80)
    }
}

@Suite("Text fields")
struct TextFieldTests {
    @Test("Keys edit at the cursor")
    func editing() {
        var field = TextField("hello world")
        let keys: [KeyPress] = [
            .control("w"), .home, .character("¡"), .right, .delete, .end, .backspace, .character("!"),
        ]
        for key in keys {
            let isTaken = field.edit(key)
            #expect(isTaken)
        }
        #expect(field.text == "¡hllo!")
    }

    @Test("What is no editing is left to the actions", arguments: [KeyPress.enter, .escape, .tab, .up, .control("c")])
    func others(key: KeyPress) {
        var field = TextField("abc")
        let isTaken = field.edit(key)
        #expect(!isTaken)
        #expect(field.text == "abc")
    }

    @Test("Combining marks and long pastes keep the cursor within the text")
    func combining() {
        var field = TextField("e")
        _ = field.edit(.character("\u{301}"))
        _ = field.edit(.character("x"))
        #expect(field.text == "e\u{301}x")
        _ = field.edit(.paste("a\r\nb\u{1B}[2Jc"))
        #expect(field.text == "e\u{301}xab[2Jc")
    }

    @Test("However long the text, the cursor stays in sight", arguments: [10, 40, 200])
    func scrolls(columns: Int) throws {
        var page = Page()
        var field = TextField(String(repeating: "東a", count: 80))
        page.add(field, label: Line("Name "), columns: columns, isFocused: true)
        #expect(try #require(page.focus).column < columns)
        _ = field.edit(.home)
        var start = Page()
        start.add(field, label: Line("Name "), columns: columns, isFocused: true)
        #expect(try #require(start.focus).column == 5)
    }
}
