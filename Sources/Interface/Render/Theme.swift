import Sessions
import Terminal

/// Glyphs and styles.
///
/// A state is always glyph, word and colour together, never colour alone.
struct Theme: Hashable, Sendable {
    /// Whether the terminal takes UTF-8; otherwise every glyph is ASCII.
    let isUTF8: Bool
    /// No borders, for screen readers and dumb terminals.
    let plain: Bool

    static let title = Style(nil, .bold)
    static let label = Style(nil, .dim)
    static let quiet = Style(nil, .dim)
    static let key = Style(.cyan, .bold)
    static let warning = Style(.yellow)
    static let failure = Style(.red, .bold)
    static let good = Style(.green)

    private func glyph(_ utf8: String, _ ascii: String) -> String { isUTF8 ? utf8 : ascii }

    var pointer: String { glyph("▸", ">") }
    var mark: String { glyph("◆", "*") }
    var dash: String { glyph("—", "-") }
    var dot: String { glyph("·", "-") }
    var arrow: String { glyph("→", ">") }
    var enter: String { glyph("⏎", "Enter") }
    var granted: String { glyph("✔", "+") }
    var refused: String { glyph("✘", "x") }
    var bullet: String { glyph("•", "*") }
    var horizontal: String { glyph("─", "-") }
    var vertical: String { glyph("│", "|") }
    var ellipsis: String { glyph("…", "...") }
    var radioOn: String { glyph("(•)", "(*)") }
    var radioOff: String { "( )" }
    var checkOn: String { "[x]" }
    var checkOff: String { "[ ]" }

    func glyph(of state: SessionState) -> String {
        switch state {
        case .live: glyph("●", "*")
        case .stale: glyph("▲", "!")
        case .lapsed: glyph("✖", "x")
        case .interrupted: glyph("◆", "#")
        case .misconfigured: glyph("■", "%")
        case .signingIn: glyph("◐", "~")
        case .signedOut: glyph("○", "o")
        case .locked: glyph("◇", "&")
        }
    }

    func style(of state: SessionState) -> Style {
        switch state {
        case .live: Theme.good
        case .stale: Theme.warning
        case .lapsed, .interrupted: Style(.red)
        case .misconfigured: Style(.magenta)
        case .signingIn: Style(.cyan)
        case .signedOut, .locked: Theme.quiet
        }
    }
}
