import FoundationEssentials

/// Notifications by the terminal, for those who asked for them.
package enum Notifications {
    /// What the person's terminal understands.
    package enum Method: String, CaseIterable, Hashable, Sendable {
        /// The bell alone.
        case bell
        /// OSC 9: iTerm2, Windows Terminal, kitty and others.
        case osc9
        /// OSC 777: urxvt, foot, VTE and others.
        case osc777
    }

    /// What to `Screen.send` to show a notification, and to ring the bell with it.
    package static func sequence(
        title: String,
        body: String,
        method: Method,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        // A bell outside the wrapping is for the multiplexer, which marks the window.
        let bell = "\u{7}"
        let multiplexer = Multiplexer(environment: environment)
        let title = CharacterWidth.safe(title).replacing(";", with: ",")
        let body = CharacterWidth.safe(body)
        switch method {
        case .bell: return bell
        case .osc9: return multiplexer.wrap("\u{1B}]9;\(leadingWord(title)): \(body)\u{7}") + bell
        case .osc777: return multiplexer.wrap("\u{1B}]777;notify;\(title);\(body)\u{7}") + bell
        }
    }

    /// OSC 9 with a number first means other things, such as a progress bar.
    private static func leadingWord(_ title: String) -> String {
        title.first?.isNumber == true ? "– " + title : title
    }
}
