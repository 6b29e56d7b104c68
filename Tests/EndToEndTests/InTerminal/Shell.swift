import Foundation
import TestSupport
import Testing

/// A person's shell in a terminal: bash, whose prompt tells how many commands it has run and how the last one ended.
struct Shell {
    let terminal: TmuxTerminal
    private let home: TestHome

    /// Starts bash and waits for its prompt.
    ///
    /// - Parameter home: also holds the terminal's modes as they were before anything ran.
    /// - Throws: where tmux does not start, or no prompt comes.
    init(in home: TestHome) async throws {
        self.home = home
        let settings = ["PS1": ##"[\# $?]> "##, "STOKE": StokeProcess.binary.path]
        terminal = try TmuxTerminal.start(["bash", "--norc", "-i"], environment: settings, in: home)
        // What a program left switched on must not be hidden by bash's own switching.
        try await run("bind 'set enable-bracketed-paste off'")
        try await run("stty -a > $STOKE_HOME/before")
    }

    /// Starts a command and does not wait for it.
    func start(_ command: String) throws {
        try terminal.type(command)
        try terminal.press("Enter")
    }

    /// Runs a command to its end; its exit status.
    @discardableResult
    func run(_ command: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        let number = try await prompt(sourceLocation: sourceLocation).number
        try start(command)
        return try await ending(ofCommand: number, sourceLocation: sourceLocation)
    }

    /// Waits until the command of this number has ended or stopped; its exit status.
    @discardableResult
    func ending(ofCommand number: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        try await prompt(after: number, sourceLocation: sourceLocation).status
    }

    /// The number of the command that would be typed now.
    func nextCommand(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        try await prompt(sourceLocation: sourceLocation).number
    }

    /// The process that the shell runs in the foreground, or that is stopped.
    func job() throws -> pid_t? {
        let shell = try terminal.processID()
        let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
        return children.split(separator: " ").first.flatMap { pid_t($0) }
    }

    private func prompt(after number: Int = 0, sourceLocation: SourceLocation) async throws -> (
        number: Int, status: Int
    ) {
        var found: (number: Int, status: Int) = (0, 0)
        try await terminal.waitFor("a prompt after command \(number)", sourceLocation: sourceLocation) { screen in
            guard let row = screen.split(separator: "\n").last, let match = row.wholeMatch(of: /\[(\d+) (\d+)\]>\s*/),
                let next = Int(match.1), let status = Int(match.2), next > number
            else { return false }
            found = (next, status)
            return true
        }
        return found
    }
}

extension Shell {
    /// Checks that the terminal is as it was before the first command.
    func expectTerminalAsBefore(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try await changesToTerminal() == [], sourceLocation: sourceLocation)
    }

    /// What is otherwise than before the first command: screen, cursor, modes, keys and pastes.
    func changesToTerminal() async throws -> [String] {
        let flags = ["alternate_on", "cursor_flag", "keypad_flag", "keypad_cursor_flag", "mouse_any_flag"]
        let values = try terminal.value(flags.map { "\($0)=#{\($0)}" }.joined(separator: " "))
        let usual = "alternate_on=0 cursor_flag=1 keypad_flag=0 keypad_cursor_flag=0 mouse_any_flag=0"
        var changes = values == usual ? [] : [values]
        try await run("stty -a > $STOKE_HOME/after")
        let modes = try ["before", "after"].map(modes)
        if modes[0] != modes[1] { changes.append("stty: \(modes[1])") }
        let echo = try await echoOfPasteAndKey()
        if echo != "pasted^[[A" { changes.append("a paste and an arrow arrive as \(echo)") }
        return changes
    }

    /// The modes that stty wrote, without the first line, which is the size.
    private func modes(in file: String) throws -> String {
        let text = try String(contentsOf: home.folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().joined(separator: "\n")
    }

    /// What a program reads when the person pastes `pasted` and presses the up arrow.
    private func echoOfPasteAndKey() async throws -> String {
        let number = try await nextCommand()
        try start("clear; cat -v")
        try await until("cat in the foreground", before: terminal.deadline) {
            try terminal.value("#{pane_current_command}") == "cat"
        }
        try terminal.paste("pasted")
        try terminal.press("Up", "Enter")
        var echo = ""
        try await terminal.waitFor("what was pasted") { screen in
            echo = screen.split(separator: "\n").last.map(String.init) ?? ""
            return echo.contains("pasted") && echo.hasSuffix("A")
        }
        try terminal.press("C-d")
        try await ending(ofCommand: number)
        return echo
    }
}
