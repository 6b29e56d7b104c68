/// Where a key is pressed: each screen has one, and a part of a screen that takes other keys has another.
enum Context: String, CaseIterable, Hashable, Sendable {
    case list, detail, log, help
    /// The wizard: what to ask for, how to sign in and waiting, what was granted.
    case asking, editingScopes, waiting, pasting, signInFailed, serverMoved, granted
    /// The address as a code for another device.
    case qrCode
    /// Adding an endpoint: the form, the search for it, what was found, and after saving.
    case addForm, addLooking, addFound, addSaved
    /// Questions, and the bars in place of the hints.
    case label, unlock, confirm, filter, command

    /// Whether letters are text here, so that one-letter keys do not work.
    var takesLetters: Bool {
        switch self {
        case .help, .editingScopes, .pasting, .addForm, .label, .unlock, .filter, .command: true
        default: false
        }
    }
}
