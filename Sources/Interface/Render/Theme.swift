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

    /// Names, and what the eye is to find first.
    static let title = Style(nil, .bold)
    /// What a value is called.
    static let label = Style(nil, .dim)
    /// What is there for who looks for it.
    static let quiet = Style(nil, .dim)
    /// A key that can be pressed.
    static let key = Style(.cyan, .bold)
    /// What the person may want to act on.
    static let warning = Style(.yellow)
    /// What went wrong.
    static let failure = Style(.red, .bold)
    /// What is as it was meant to be.
    static let good = Style(.green)

    /// A glyph, or its ASCII form where the terminal takes no UTF-8.
    private func glyph(_ utf8: String, _ ascii: String) -> String { isUTF8 ? utf8 : ascii }

    /// Stands before the focused row.
    var pointer: String { glyph("▸", ">") }
    /// Stands before a marked row.
    var mark: String { glyph("◆", "*") }
    /// Stands for a value that there is none of.
    var dash: String { glyph("—", "-") }
    /// Stands between things of one kind.
    var dot: String { glyph("·", "-") }
    /// Leads from what was asked to what was granted.
    var arrow: String { glyph("→", ">") }
    /// The Enter key.
    var enter: String { glyph("⏎", "Enter") }
    /// Stands before what was granted.
    var granted: String { glyph("✔", "+") }
    /// Stands before what was refused.
    var refused: String { glyph("✘", "x") }
    /// Stands for a letter of a passphrase.
    var bullet: String { glyph("•", "*") }
    /// A piece of a horizontal rule.
    var horizontal: String { glyph("─", "-") }
    /// A piece of a vertical rule.
    var vertical: String { glyph("│", "|") }
    /// Ends a sentence about something that goes on.
    var ellipsis: String { glyph("…", "...") }
    /// The chosen one of several that exclude each other.
    var radioOn: String { glyph("(•)", "(*)") }
    /// One of several that exclude each other, not chosen.
    var radioOff: String { "( )" }
    /// A box that is checked.
    var checkOn: String { "[x]" }
    /// A box that is not checked.
    var checkOff: String { "[ ]" }

    /// The glyph of a state, different for each, since colours may be lacking.
    func glyph(of state: SessionState) -> String {
        switch state {
        case .live: glyph("●", "*")
        case .stale: glyph("▲", "!")
        case .lapsed: glyph("✖", "x")
        case .interrupted: glyph("◆", "#")
        case .misconfigured: glyph("■", "%")
        case .damaged: glyph("▼", "?")
        case .signingIn: glyph("◐", "~")
        case .signedOut: glyph("○", "o")
        case .locked: glyph("◇", "&")
        }
    }

    /// The colour of a state; calm where nothing is to be done.
    func style(of state: SessionState) -> Style {
        switch state {
        case .live: Theme.good
        case .stale: Theme.warning
        case .lapsed, .interrupted, .damaged: Style(.red)
        case .misconfigured: Style(.magenta)
        case .signingIn: Style(.cyan)
        case .signedOut, .locked: Theme.quiet
        }
    }
}
