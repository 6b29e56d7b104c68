import Foundation
import SMART

/// Results go to stdout, everything else to stderr.
///
/// A script may take stdout for the result whatever is said beside it. Whoever asks looks first whether a person sits
/// there.
enum Console {
    /// Prints a result and a line feed.
    ///
    /// - Throws: ``OutputError`` where stdout takes no more: a full disk, or a reader that has gone.
    static func result(_ text: String) throws(OutputError) {
        try result(Data((text + "\n").utf8))
    }

    /// Prints a result as the bytes that it is.
    ///
    /// - Throws: ``OutputError``.
    static func result(_ bytes: Data) throws(OutputError) {
        do { try FileHandle.standardOutput.write(contentsOf: bytes) } catch { throw OutputError(error) }
    }

    /// Says something to the person, on stderr.
    ///
    /// What stderr does not take is lost: there is nowhere else to say so.
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// Says what went wrong, after the program's name, as programs on a pipe do.
    static func error(_ text: String) {
        note("stoke: " + text)
    }

    /// Whether a person sits there to be asked.
    static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Prints a document as JSON, one member a line.
    ///
    /// Members are sorted, so that two documents can be compared as text.
    ///
    /// - Throws: ``OutputError``.
    static func json(_ document: JSONValue) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try result(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    /// The whole of stdin as text.
    ///
    /// It blocks until stdin ends. Bytes that are not UTF-8 are replaced.
    static func readInput() -> String {
        String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    }

    /// Asks for a secret on the terminal, without echo.
    ///
    /// `nil` at the end of input.
    static func askSecret(_ question: String) -> Redacted? {
        var saved = termios()
        unsafe tcgetattr(STDIN_FILENO, &saved)
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Before the question: what is typed as soon as it shows must be neither echoed nor flushed away.
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        try? FileHandle.standardError.write(contentsOf: Data(question.utf8))
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
            note("")
        }
        return readLine().map { Redacted($0) }
    }
}
