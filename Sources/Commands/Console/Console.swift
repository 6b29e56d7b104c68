import Foundation
import SMART

/// Results go to stdout, everything else to stderr.
enum Console {
    /// - Throws: ``OutputError`` where stdout takes no more: a full disk, or a reader that has gone.
    static func result(_ text: String) throws(OutputError) {
        try result(Data((text + "\n").utf8))
    }

    /// - Throws: ``OutputError``.
    static func result(_ bytes: Data) throws(OutputError) {
        do { try FileHandle.standardOutput.write(contentsOf: bytes) } catch { throw OutputError(error) }
    }

    /// A server's document: to a file or a program byte for byte; at a terminal as text that cannot steer it.
    ///
    /// - Throws: ``OutputError``.
    static func document(_ bytes: Data) throws(OutputError) {
        guard showsResults else { return try result(bytes) }
        let text = String(decoding: bytes, as: UTF8.self).escaped
        try result(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    /// What stderr does not take is lost: there is nowhere else to say so.
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    static func error(_ text: String) {
        note("stoke: " + text)
    }

    /// Whether results go to a person's terminal, and not to a file or a program.
    static var showsResults: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person sits there to be asked.
    static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Prints a document as JSON, one member a line.
    static func json(_ document: JSONValue) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try result(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    /// The whole of stdin as text.
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
