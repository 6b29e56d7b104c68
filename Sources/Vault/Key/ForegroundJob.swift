import CLinux
import Foundation

/// A program with all that it starts, in a process group of its own that has the terminal while it runs, as a shell would run it.
///
/// So it can ask for a PIN, and be ended as a whole. ^C ends it, and is passed on to this process's job; ^Z stops both.
struct ForegroundJob: ~Copyable {
    /// Why it did not start.
    struct Failure: Error {
        let reason: String
    }

    private let process: pid_t
    /// The terminal that was lent; -1 where this process's job has none.
    private let terminal: Int32
    private var hasTerminal: Bool
    /// The terminal's modes as they were before, and as the program had them when it was stopped.
    private var modes = termios()
    private var modesOfProgram = termios()
    private(set) var isStopped = false
    /// As wait(2) tells it, once it has ended.
    private(set) var status: Int32 = 0

    /// Starts the program, with nothing on its standard input.
    init(_ words: [String], output: Int32, errors: Int32) throws(Failure) {
        let controlling = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        hasTerminal = Self.isForeground(on: controlling, modes: &modes)
        let words = unsafe words.map { unsafe strdup($0) }
        defer { _ = unsafe words.map { unsafe free($0) } }
        var process: pid_t = 0
        let result = unsafe clinux_start(
            words + [nil], clinux_streams(input: CLINUX_NOTHING, output: output, errors: errors),
            clinux_place(new_session: 0, new_group: 1, terminal: hasTerminal ? controlling : -1), &process)
        self.process = process
        terminal = controlling
        guard result == 0 else {
            if controlling >= 0 { close(controlling) }
            throw Failure(reason: unsafe String(cString: strerror(result)))
        }
    }

    deinit {
        if terminal >= 0 { close(terminal) }
    }

    /// Looks, without waiting, how it is.
    mutating func hasEnded() -> Bool {
        var status: Int32 = 0
        let found = unsafe waitpid(process, &status, WNOHANG | WUNTRACED)
        guard found != 0, !(found < 0 && errno == EINTR) else { return false }
        if found == process, status & 0xFF == 0x7F {
            isStopped = true
            return false
        }
        self.status = found == process ? status : -1
        takeTerminal()
        if status & 0x7F == SIGINT, hasTerminal { Foundation.kill(0, SIGINT) }
        return true
    }

    /// Ends it, and everything that it started and that stayed in its group.
    mutating func kill() {
        Foundation.kill(-process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        takeTerminal()
    }

    /// Stops this process's job, as the terminal did the program, and goes on with both when a shell continues it.
    mutating func stopWithIt() {
        let hadTerminal = hasTerminal
        if hadTerminal { unsafe tcgetattr(terminal, &modesOfProgram) }
        takeTerminal()
        clinux_stop_job()
        hasTerminal = Self.isForeground(on: terminal, modes: &modes)
        if hasTerminal {
            if hadTerminal { unsafe tcsetattr(terminal, TCSADRAIN, &modesOfProgram) }
            _ = clinux_give_terminal(terminal, process)
        }
        isStopped = false
        Foundation.kill(-process, SIGCONT)
    }

    /// Whether this process's job has the terminal, whose modes are then noted.
    private static func isForeground(on terminal: Int32, modes: inout termios) -> Bool {
        guard terminal >= 0, tcgetpgrp(terminal) == getpgrp() else { return false }
        return unsafe tcgetattr(terminal, &modes) == 0
    }

    /// Takes the terminal back, with the modes it had: a program that was ended could not see to that.
    private mutating func takeTerminal() {
        guard hasTerminal else { return }
        _ = clinux_give_terminal(terminal, getpgrp())
        unsafe tcsetattr(terminal, TCSADRAIN, &modes)
    }
}
