/// Why there is no full screen to draw on, in words for the person.
package struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Hashable, Sendable {
        /// Input or output is a file or a pipe.
        case notATerminal
        /// `TERM` is unset or names a terminal that this machine has no description of.
        case unknownType
        /// The terminal cannot move its cursor.
        case incapable
        /// The operating system refused something.
        case system
    }

    /// What kind of failure it is.
    package let code: Code
    /// What happened and what to do next, in whole sentences.
    package let message: String

    /// The message.
    package var description: String { message }

    /// Input or output goes elsewhere.
    static let notATerminal = TerminalError(
        code: .notATerminal,
        message: "The full-screen interface needs a terminal for both input and output. Run a subcommand in scripts."
    )

    /// There is no description of a terminal of this type.
    static func unknownType(_ type: String) -> TerminalError {
        let problem =
            type.isEmpty
            ? "TERM is not set, so the kind of this terminal is unknown."
            : "TERM is “\(CharacterWidth.truncate(type, columns: 40))”, which this machine has no description of."
        return TerminalError(code: .unknownType, message: problem + " Set it to one that it has, such as TERM=xterm.")
    }

    /// The description of this type lacks what a full screen needs.
    static func incapable(_ type: String) -> TerminalError {
        TerminalError(
            code: .incapable,
            message: "A terminal of type “\(CharacterWidth.truncate(type, columns: 40))” cannot show a full screen."
        )
    }

    /// The operating system refused an action, by its `errno`.
    static func system(_ action: String, _ errorNumber: Int32) -> TerminalError {
        TerminalError(code: .system, message: "\(action) failed: \(systemMessage(errorNumber)).")
    }
}
