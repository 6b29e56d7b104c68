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

    /// A server's document: to a file or a program byte for byte; at a terminal as text that cannot steer it.
    ///
    /// - Throws: ``OutputError``.
    static func document(_ bytes: Data) throws(OutputError) {
        guard showsResults else { return try result(bytes) }
        let text = String(decoding: bytes, as: UTF8.self).escaped
        try result(text.hasSuffix("\n") ? String(text.dropLast()) : text)
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

    /// Whether results go to a person's terminal, and not to a file or a program.
    static var showsResults: Bool { isatty(STDOUT_FILENO) == 1 }

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
}
