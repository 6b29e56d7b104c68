import Terminal

/// Keys by name, as far as the terminal's character set goes.
extension KeyPress {
    /// The key as hints and help write it.
    ///
    /// Arrows are words where the terminal has no UTF-8. The help, the hints and what is said of a key that does
    /// nothing all take it from here, so they cannot differ.
    func name(_ theme: Theme) -> String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "^" + character.uppercased()
        case .enter: theme.enter
        case .escape: "Esc"
        case .tab: "Tab"
        case .backtab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .up: theme.isUTF8 ? "↑" : "Up"
        case .down: theme.isUTF8 ? "↓" : "Down"
        case .left: theme.isUTF8 ? "←" : "Left"
        case .right: theme.isUTF8 ? "→" : "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        case .paste: "a paste"
        case .unknown: "that key"
        }
    }
}
