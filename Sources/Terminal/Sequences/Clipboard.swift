import FoundationEssentials

/// The clipboard of the terminal that the person sits at, be it several SSH hops away: OSC 52.
package enum Clipboard {
    /// In bytes.
    ///
    /// Terminals drop what is longer, and drop it silently.
    package static let limit = 74_994 / 4 * 3

    /// What to `Screen.send` to put the text on the clipboard; `nil` for a text that is too long.
    ///
    /// Whether the terminal obeys cannot be known. In tmux the sequence goes out twice: plain for tmux itself, which passes it
    /// on where `set-clipboard` is on, and wrapped for the terminal outside, where `allow-passthrough` is on.
    package static func sequence(
        copying text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        guard text.utf8.count <= limit else { return nil }
        return sequence(holding: Data(text.utf8).base64EncodedString(), environment)
    }

    /// What to `Screen.send` to take off the clipboard what was put there.
    ///
    /// A blank, and then nothing: tmux passes over an empty text, and would keep what it has.
    package static func clearingSequence(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        sequence(holding: Data(" ".utf8).base64EncodedString(), environment) + sequence(holding: "", environment)
    }

    private static func sequence(holding base64: String, _ environment: [String: String]) -> String {
        let sequence = "\u{1B}]52;c;\(base64)\u{7}"
        let multiplexer = Multiplexer(environment: environment)
        return (multiplexer == .tmux ? sequence : "") + multiplexer.wrap(sequence)
    }
}
