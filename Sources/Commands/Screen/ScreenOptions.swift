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

    func options(title: String = "stoke", warnings: [String] = []) -> InterfaceOptions {
        InterfaceOptions(
            plain: plain, readOnly: readOnly, notifies: notify, title: title,
            warning: warnings.isEmpty ? nil : warnings.joined(separator: " · "))
    }
}
