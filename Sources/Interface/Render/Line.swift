import Terminal

/// A line of text in runs of one style each.
struct Line: Equatable, Sendable, ExpressibleByStringLiteral {
    /// Text of one style, with its width, which is reckoned once.
    struct Span: Equatable, Sendable {
        let text: String
        let style: Style
        /// The columns that the text takes.
        let columns: Int

        init(text: String, style: Style) {
            self.text = text
            self.style = style
            columns = CharacterWidth.columns(of: text)
        }
    }

    /// From left to right; an empty line has none.
    private(set) var spans: [Span]

    /// A line of one style.
    init(_ text: String = "", _ style: Style = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text, style: style)]
    }

    /// A line in the plain style.
    init(stringLiteral value: String) { self.init(value) }

    /// The text without its styles.
    var text: String { spans.map(\.text).joined() }

    /// The columns that the line takes.
    var columns: Int { spans.reduce(0) { $0 + $1.columns } }

    /// Two lines as one, each part in its own style.
    static func + (left: Line, right: Line) -> Line {
        var line = left
        line.spans += right.spans
        return line
    }

    /// Lengthens a line by another.
    static func += (left: inout Line, right: Line) { left.spans += right.spans }

    /// The line filled up with spaces, where it is shorter.
    func padded(to columns: Int) -> Line {
        self + Line(String(repeating: " ", count: max(0, columns - self.columns)))
    }
}

/// Text that is longer than a line.
extension Line {
    /// The text broken at spaces, and within a word only where it is longer than a whole line.
    static func wrap(_ text: String, columns: Int, style: Style = .plain) -> [Line] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in CharacterWidth.safe(text).split(separator: " ") {
            let width = CharacterWidth.columns(of: String(word))
            if used > 0, used + 1 + width > columns {
                lines.append(current)
                (current, used) = ("", 0)
            }
            if used > 0 {
                current += " "
                used += 1
            }
            if width <= columns - used {
                current += word
                used += width
            } else {
                let pieces = chop(String(word), columns: columns)
                lines += pieces.dropLast()
                current = pieces.last ?? ""
                used = CharacterWidth.columns(of: current)
            }
        }
        return (lines + [current]).map { Line($0, style) }
    }

    /// The text cut into full rows, for addresses: copied from the screen and joined they are the whole again.
    static func chop(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var pieces: [String] = [""]
        var used = 0
        for character in CharacterWidth.safe(text) {
            let width = CharacterWidth.columns(of: character)
            if used + width > columns {
                pieces.append("")
                used = 0
            }
            pieces[pieces.count - 1].append(character)
            used += width
        }
        return pieces
    }
}
