import Foundation
import Glibc
import TestSupport
import Testing

/// A terminal without a person: a program in tmux on a private socket, whose screen can be read and whose keys can be
/// pressed.
///
/// Everything waits for conditions; ``deadline`` bounds the whole of it.
final class TmuxTerminal {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// When waiting stops, whatever is awaited.
    let deadline: ContinuousClock.Instant
    private let folder: URL
    /// Stays as long as the terminal does.
    private let home: TestHome?
    private var socket: String { folder.appending(path: "tmux").path }

    /// Whether this machine has tmux.
    static var isAvailable: Bool {
        (try? run(["-V"]))?.status == 0
    }

    /// Starts the command in a terminal of its own.
    ///
    /// Give `["bash", "--norc", "-i"]` to test job control and exit statuses.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - columns: how wide the terminal is.
    ///   - rows: how high it is.
    ///   - environment: all that the command gets beside `PATH`, `LC_ALL` (C.UTF-8), `SHELL`, `HOME` (a folder that goes
    ///     with the terminal), and the `TERM` and `TMUX` of tmux; it wins over these.
    ///   - terminal: what `TERM` is set to inside.
    ///   - limit: how long all the waiting together may take.
    ///   - home: the Stoke home, whose environment the command gets too.
    /// - Returns: the terminal, which goes with its last reference.
    /// - Throws: where tmux does not start.
    static func start(
        _ command: [String],
        columns: Int = 80,
        rows: Int = 24,
        environment: [String: String] = [:],
        terminal: String = "tmux-256color",
        limit: Duration = .seconds(90),
        in home: TestHome? = nil
    ) throws -> TmuxTerminal {
        let tmux = try TmuxTerminal(limit: limit, home: home)
        let configuration = """
            set -g default-terminal \(terminal)
            set -g remain-on-exit on
            set -g status off
            set -s escape-time 0
            set -s set-clipboard on
            """
        let file = tmux.folder.appending(path: "tmux.conf")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let defaults = ["HOME": tmux.folder.path, "LC_ALL": "C.UTF-8"]
        let settings = defaults.merging(home?.environment ?? [:]) { $1 }.merging(environment) { $1 }.map {
            "\($0)=\($1)"
        }
        try tmux.control(
            ["-u", "-f", file.path, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                + [(["exec", "env"] + settings + command).map(quoted).joined(separator: " ")])
        return tmux
    }

    private init(limit: Duration, home: TestHome?) throws {
        self.home = home
        deadline = .now + limit
        folder = FileManager.default.temporaryDirectory.appending(path: "tmux-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        kill()
    }

    /// Ends the terminal and what runs in it.
    ///
    /// May be called more than once.
    func kill() {
        _ = try? control(["kill-server"])
        try? FileManager.default.removeItem(at: folder)
    }
}

// MARK: - Keys

extension TmuxTerminal {
    /// Presses keys by their tmux names: `Enter`, `Escape`, `C-c`, `Down`, `q`.
    func press(_ keys: String...) throws {
        try control(["send-keys"] + keys)
    }

    /// Types a text as it is.
    func type(_ text: String) throws {
        try control(["send-keys", "-l", "--", text])
    }

    /// Pastes a text, bracketed where the program asked for that.
    func paste(_ text: String) throws {
        let file = folder.appending(path: "paste")
        try text.write(to: file, atomically: true, encoding: .utf8)
        try control(["load-buffer", file.path])
        try control(["paste-buffer", "-p", "-d"])
    }

    func resize(columns: Int, rows: Int) throws {
        try control(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }
}

// MARK: - The screen

extension TmuxTerminal {
    /// The rows as text, joined by line breaks, without trailing blanks.
    func text() throws -> String {
        try control(["capture-pane", "-p"])
    }

    /// The rows with their colours and attributes, as SGR sequences.
    func styledText() throws -> String {
        try control(["capture-pane", "-p", "-e"])
    }

    /// What tmux knows by a format, such as `#{alternate_on}`, `#{cursor_y}`, `#{pane_dead_status}`, `#{buffer_sample}`.
    func value(_ format: String) throws -> String {
        try control(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
    }

    /// The process that the terminal was started with.
    func processID() throws -> pid_t {
        guard let number = pid_t(try value("#{pane_pid}")) else { throw Failure(description: "tmux knows no process") }
        return number
    }

    /// Waits until the text is on the screen; the screen then.
    @discardableResult
    func waitFor(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        try await waitFor("“\(text)”", sourceLocation: sourceLocation) { $0.contains(text) }
    }

    /// Waits until the screen is as wanted; the screen then.
    ///
    /// `what` names it where it never comes.
    @discardableResult
    func waitFor(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ isWanted: (String) throws -> Bool
    ) async throws -> String {
        var screen = ""
        try await until(what, before: deadline, seeing: screen, sourceLocation: sourceLocation) {
            screen = try self.text()
            return try isWanted(screen)
        }
        return screen
    }

    /// Waits until a format has the value.
    func waitFor(value wanted: String, of format: String, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        var seen = ""
        try await until("\(format) = \(wanted)", before: deadline, seeing: seen, sourceLocation: sourceLocation) {
            seen = try self.value(format)
            return seen == wanted
        }
    }

    /// Waits until the started command has ended; its exit status, or 128 and the signal's number.
    ///
    /// What it wrote last may never be on the screen: the kernel can tell tmux of the end before it hands the text over, and
    /// tmux then listens no more. Look for the text first, while something keeps the terminal open.
    func waitForExit(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        var status: Int?
        var signal: Int?
        let server = pid_t(try value("#{pid}"))
        try await until("the end", before: deadline, seeing: try self.text(), sourceLocation: sourceLocation) {
            status = Int(try self.value("#{pane_dead_status}"))
            signal = Int(try self.value("#{pane_dead_signal}"))
            if status != nil || signal != nil { return true }
            // tmux 3.3 at times misses the signal that tells it how the program ended, and asks when it gets another.
            if let server, try self.value("#{pane_dead}") == "1" { Glibc.kill(server, SIGCHLD) }
            return false
        }
        return signal.map { 128 + $0 } ?? status ?? 0
    }
}

// MARK: - tmux

extension TmuxTerminal {
    @discardableResult
    func control(_ arguments: [String]) throws -> String {
        let result = try Self.run(["-S", socket] + arguments)
        guard result.status == 0 else {
            throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(result.output)")
        }
        return result.output
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
    }
}
