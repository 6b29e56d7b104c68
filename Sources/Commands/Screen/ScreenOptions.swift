import ArgumentParser
import Interface

/// How the full-screen manager looks and behaves.
struct ScreenOptions: ParsableArguments {
    @Flag(help: "No borders, no repaint every second, times in words.")
    var plain = false

    @Flag(help: "Show everything and change nothing.")
    var readOnly = false

    @Flag(help: "Let the terminal notify you before a session lapses.")
    var notify = false

    /// What the interface is given.
    ///
    /// - Parameters:
    ///   - title: what stands at the top of the screen.
    ///   - warnings: what is wrong with endpoints, in words; shown in one line.
    /// - Returns: the flags, with both.
    func options(title: String = "stoke", warnings: [String] = []) -> InterfaceOptions {
        InterfaceOptions(
            plain: plain, readOnly: readOnly, notifies: notify, title: title,
            warning: warnings.isEmpty ? nil : warnings.joined(separator: " · "))
    }
}
