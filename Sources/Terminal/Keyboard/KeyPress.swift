/// One key, or one paste, as the person gave it.
package enum KeyPress: Hashable, Sendable {
    /// A printable character.
    case character(Character)
    /// A letter with Control, in lower case.
    case control(Character)
    /// Keys that edit and submit.
    case enter, escape, tab, backtab, backspace, delete
    /// Keys that move.
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 and on, by number.
    case function(Int)
    /// Bracketed paste: one event, whatever line breaks it holds.
    case paste(String)
    /// Bytes that are no key Stoke knows.
    case unknown
}
