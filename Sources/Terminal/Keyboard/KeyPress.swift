/// One key, or one paste, as the person gave it.
package enum KeyPress: Hashable, Sendable {
    /// A printable character.
    case character(Character)
    /// A letter with Control, in lower case.
    case control(Character)
    case enter, escape, tab, backtab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// Bracketed paste: one event, whatever line breaks it holds.
    case paste(String)
    /// Bytes that are no key Stoke knows.
    case unknown
}
