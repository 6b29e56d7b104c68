import SMART
import Terminal

/// The first step of signing in: for how long, and what to ask for, as a checklist that can also be edited as text.
struct ScopeChoices: Sendable {
    /// Scopes that are asked for together, or not.
    struct Choice: Hashable, Sendable {
        let words: [String]
        var isChosen: Bool
    }

    /// What a row chooses.
    enum Row: Hashable, Sendable {
        case access(AccessMode)
        case scope(Int)
    }

    /// The chosen access mode.
    private(set) var access: AccessMode
    /// In the order in which they are shown.
    private(set) var choices: [Choice]
    /// The focused row.
    private(set) var window = ScrollWindow()

    /// The choices that a plan makes, and further ones that it leaves out.
    init(access: AccessMode, scopes: ScopeSet) {
        self.access = access
        choices = ScopeWords.groups(scopes).map { Choice(words: $0, isChosen: true) }
        offerMore()
    }

    /// What is often asked for, offered where the plan does not cover it.
    private static let usual: ScopeSet =
        "openid fhirUser launch/patient patient/*.rs user/*.rs patient/Observation.cu launch/encounter"

    /// Adds, unchosen, what is often asked for and not covered yet.
    private mutating func offerMore() {
        let present = ScopeSet(words: choices.flatMap(\.words))
        let more = ScopeWords.groups(Self.usual).filter { group in !group.allSatisfy { present.covers(Scope($0)) } }
        choices += more.map { Choice(words: $0, isChosen: false) }
    }

    /// What is chosen, in order.
    var scopes: ScopeSet { ScopeSet(words: choices.filter(\.isChosen).flatMap(\.words)) }

    /// The access modes, then the scopes.
    var rows: [Row] { AccessMode.allCases.map(Row.access) + choices.indices.map(Row.scope) }

    /// The row that Space chooses.
    var focused: Row { rows[min(window.cursor, rows.count - 1)] }

    /// Moves the focus so many rows, as far as they go.
    mutating func move(by distance: Int) { window.move(by: distance, of: rows.count) }
    /// Moves the focus to a row.
    mutating func move(to row: Int) { window.move(to: row, of: rows.count) }

    /// Takes the focused access mode, or turns the focused choice round.
    mutating func choose() {
        switch focused {
        case .access(let mode): access = mode
        case .scope(let number): choices[number].isChosen.toggle()
        }
    }

    /// Takes over scopes edited as text.
    ///
    /// A scope for the access mode sets that mode.
    mutating func replace(by text: String) {
        let edited = ScopeSet(text)
        let asked = edited.accessMode
        if asked != .none { access = asked }
        let bare = edited.asking(for: .none)
        let left = choices.filter { choice in !choice.words.allSatisfy { bare.words.contains($0) } }
        choices = ScopeWords.groups(bare).map { Choice(words: $0, isChosen: true) }
        choices += left.filter { choice in !choice.words.allSatisfy { bare.covers(Scope($0)) } }
            .map { Choice(words: $0.words, isChosen: false) }
        window.move(to: window.cursor, of: rows.count)
    }
}

/// How the checklist looks.
extension ScopeChoices {
    /// The access modes and the scopes, each in words.
    func page(theme: Theme, columns: Int) -> Page {
        var page = Page()
        page.add()
        page.heading("HOW LONG")
        for row in rows {
            let isFocused = row == focused
            switch row {
            case .access(let mode):
                let sign = mode == access ? theme.radioOn : theme.radioOff
                let name = CharacterWidth.fit(mode.rawValue, columns: 10)
                page.add(Line("\(sign) \(name)") + Line(mode.meaning, Theme.quiet), isFocused: isFocused, theme: theme)
            case .scope(let number):
                if number == 0 {
                    page.add()
                    page.heading("WHAT TO ASK FOR")
                }
                let line = Self.line(choices[number], theme: theme, columns: columns - 4)
                page.add(line, isFocused: isFocused, theme: theme)
            }
        }
        return page
    }

    /// The scope in words, with its text at the right where there is room, but never so far that the eye loses the row.
    private static func line(_ choice: Choice, theme: Theme, columns: Int) -> Line {
        let words = Line("\(choice.isChosen ? theme.checkOn : theme.checkOff) \(ScopeWords.words(choice.words))")
        let text = Line(choice.words.joined(separator: " "), Theme.quiet)
        let column = max(words.columns + 2, min(columns, 96) - max(24, text.columns))
        return column + text.columns <= columns ? words.padded(to: column) + text : words
    }
}

/// The modes in words.
extension AccessMode {
    /// What a person gets by it.
    fileprivate var meaning: String {
        switch self {
        case .offline: "renews until the server ends it, also when you are away"
        case .online: "renews while you are signed in at the server"
        case .none: "this one token, and no renewal"
        }
    }
}
