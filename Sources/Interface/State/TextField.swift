import Terminal

/// One line of text that a person types or pastes.
struct TextField: Hashable, Sendable {
    /// What has been typed; it holds no control character.
    private(set) var text: String
    /// How many characters stand before the cursor.
    private(set) var cursor: Int

    /// A field with a text, and the cursor behind it.
    init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// Whether the key was one of editing.
    ///
    /// Enter never is, and a pasted line break only ever joins what it parted.
    mutating func edit(_ key: KeyPress) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let pasted): insert(Self.oneLine(pasted))
        case .backspace: remove(from: cursor - 1, to: cursor)
        case .delete: remove(from: cursor, to: cursor + 1)
        case .left: move(to: cursor - 1)
        case .right: move(to: cursor + 1)
        case .home, .control("a"): move(to: 0)
        case .end, .control("e"): move(to: text.count)
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: text.count)
        case .control("w"): remove(from: startOfWord, to: cursor)
        default: return false
        }
        return true
    }

    /// Empties the field.
    mutating func clear() { self = TextField() }

    /// Puts a text in at the cursor, which then stands behind it.
    private mutating func insert(_ added: String) {
        text.insert(contentsOf: added, at: text.index(text.startIndex, offsetBy: cursor))
        // Counted anew: what was added may join the character before it.
        cursor = min(cursor + added.count, text.count)
    }

    /// Moves the cursor, as far as the text goes.
    private mutating func move(to position: Int) { cursor = min(max(0, position), text.count) }

    /// Takes out the characters of a range, as far as they are there.
    private mutating func remove(from start: Int, to end: Int) {
        let characters = Array(text)
        let range = max(0, start)..<min(max(0, end), characters.count)
        guard !range.isEmpty else { return }
        text = String(characters[..<range.lowerBound] + characters[range.upperBound...])
        move(to: range.lowerBound)
    }

    /// Where the word before the cursor begins, the blanks behind it passed over.
    private var startOfWord: Int {
        let before = Array(text).prefix(cursor)
        guard let last = before.lastIndex(where: { $0 != " " }) else { return 0 }
        return (before[...last].lastIndex(of: " ") ?? -1) + 1
    }

    /// Pasted text as one line: terminals and mail programs break long addresses, and no address holds a control character.
    private static func oneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        return String(lines.joined().unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
    }
}
