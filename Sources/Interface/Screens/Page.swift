import Foundation
import Terminal

/// The scrolling of a page of text: it keeps the focused line in sight unless the person pages away from it.
struct PageScroll: Hashable, Sendable {
    /// The first visible line once the person has scrolled; otherwise the focus decides.
    private var chosen: Int?

    /// Goes back to where the focused line is in sight.
    mutating func followFocus() { chosen = nil }

    /// Scrolls by a moving action; `false` for other actions.
    mutating func move(_ action: Action.ID, height: Int) -> Bool {
        if let rows = action.distance(page: height) {
            chosen = (chosen ?? 0) + rows
        } else if action == .top {
            chosen = 0
        } else if action == .bottom {
            chosen = .max / 2
        } else {
            return false
        }
        return true
    }

    /// Scrolls no further than the last of `count` lines, of which `height` are in sight.
    mutating func settle(count: Int, height: Int) {
        chosen = chosen.map { max(0, min($0, count - height)) }
    }

    /// The first visible line.
    func offset(count: Int, height: Int, focus: Int?) -> Int {
        let wanted = chosen ?? (focus ?? 0) - height * 2 / 3
        return max(0, min(wanted, count - height))
    }
}

/// Lines of a page and where the cursor stands among them.
///
/// A screen makes its page once for each event, when it is settled, and paints that.
struct Page: Sendable {
    /// From top to bottom, more than fit perhaps.
    private(set) var lines: [Line] = []
    /// The focused line and the column of the cursor in it.
    private(set) var focus: (line: Int, column: Int)?
    /// When a text on the page changes by the passing of time.
    var nextChange: Date?

    /// Adds a line, an empty one where none is given.
    mutating func add(_ line: Line = Line()) { lines.append(line) }

    /// Adds lines one below the other.
    mutating func add(_ more: [Line]) { lines += more }

    /// Adds the title of the lines that follow.
    mutating func heading(_ text: String) { lines.append(Line(" " + text, Theme.label)) }

    /// Adds a row that can be focused.
    mutating func add(_ line: Line, isFocused: Bool, theme: Theme) {
        if isFocused { focus = (lines.count, 1) }
        lines.append(Line(isFocused ? " \(theme.pointer) " : "   ", Theme.key) + line)
    }

    /// Adds a field with the text around its cursor in sight, or its description where it is empty.
    mutating func add(
        _ field: TextField, label: Line, columns: Int, isFocused: Bool, placeholder: String = "", mask: String? = nil
    ) {
        let text = mask.map { String(repeating: $0, count: field.text.count) } ?? field.text
        let room = max(4, columns - label.columns - 1)
        let before = CharacterWidth.columns(of: String(text.prefix(field.cursor)))
        let hidden = max(0, before - room + 1)
        let visible = Self.dropping(hidden, of: CharacterWidth.safe(text))
        let shown = CharacterWidth.prefix(of: visible, columns: room)
        if isFocused { focus = (lines.count, label.columns + before - hidden) }
        if text.isEmpty, !placeholder.isEmpty {
            lines.append(label + Line(placeholder, Theme.quiet))
        } else {
            lines.append(label + Line(shown, isFocused ? .plain : Theme.title))
        }
    }

    /// The text without its first columns, a character cut in two dropped whole.
    private static func dropping(_ columns: Int, of text: String) -> String {
        var dropped = 0
        return String(
            text.drop { character in
                guard dropped < columns else { return false }
                dropped += CharacterWidth.columns(of: character)
                return true
            })
    }
}

/// Pages.
extension Canvas {
    /// Draws as much of a page as fits, and says in the rule below it how much does not.
    mutating func paint(_ page: Page, scroll: PageScroll, of state: State, in area: Area) {
        ticker.changes(at: page.nextChange)
        let offset = scroll.offset(count: page.lines.count, height: area.height, focus: page.focus?.line)
        put(page.lines.dropFirst(offset).prefix(area.height), in: area)
        if let focus = page.focus, (offset..<offset + area.height).contains(focus.line) {
            cursor = Position(row: area.row + focus.line - offset, column: min(focus.column, area.width - 1))
        }
        let below = page.lines.count - offset - area.height
        guard below > 0, state.statusLines(columns: area.width).isEmpty else { return }
        let rule = Area(row: area.row + area.height, column: area.column, height: 1, width: area.width - 1)
        putRight(Line(" \(below) more below ", Theme.quiet), in: rule)
    }
}
