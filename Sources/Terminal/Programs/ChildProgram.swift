import CLinux
import Glibc

/// Another program, which this terminal is lent to or which runs apart from it: a text browser, an editor, a graphical browser.
///
/// Made with `posix_spawn`: `Foundation.Process` puts its child in a background process group, where a full-screen program
/// stops at its first read.
package struct ChildProgram: Hashable, Sendable {
    /// How a program ended.
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// A path, or a name to look up in `PATH`.
    package let executable: String
    /// Without the program's name.
    package let arguments: [String]

    /// A program that is not started yet.
    package init(_ executable: String, arguments: [String] = []) {
        self.executable = executable
        self.arguments = arguments
    }

    /// Runs in the foreground and waits, with this process's terminal, folder and environment.
    ///
    /// While it runs, ^C and ^\ are its own, ^Z stops both, and TERM and HUP sent to this process reach it too. Lend it the
    /// terminal by `EventLoop.handOver`.
    /// - Throws: ``TerminalError`` where it cannot be started.
    package func run() throws(TerminalError) -> Ending {
        let terminalSignals = IgnoredSignals([SIGINT, SIGQUIT, SIGTSTP])
        defer { terminalSignals.restore() }
        let child = try spawn(isDetached: false)
        clinux_signals_set_foreground_child(child)
        return try Self.wait(for: child)
    }

    /// Starts in a session of its own, silent, and does not wait: for a graphical browser.
    /// - Throws: ``TerminalError`` where it cannot be started. How it fares afterwards is not known.
    package func launchDetached() throws(TerminalError) {
        // A shell between that ends at once leaves the program to init, which reaps it.
        let launcher = ChildProgram(
            "/bin/sh", arguments: ["-c", #"exec </dev/null >/dev/null 2>&1; "$0" "$@" &"#, executable] + arguments)
        let shell = try launcher.spawn(isDetached: true)
        guard case .exited(0) = try Self.wait(for: shell) else { throw .system("Starting \(executable)", ENOENT) }
    }

    /// Waits until the child has ended, and stops with it where it is stopped.
    private static func wait(for child: pid_t) throws(TerminalError) -> Ending {
        while true {
            var report = unsafe siginfo_t()
            // Left unreaped while signals may still be passed on to it: the number must not become another's.
            if unsafe waitid(P_PID, id_t(child), &report, WEXITED | WSTOPPED | WNOWAIT) != 0 {
                if errno == EINTR { continue }
                clinux_signals_set_foreground_child(0)
                throw .system("Waiting for the program", errno)
            }
            if unsafe report.si_code == CLD_STOPPED {
                unsafe waitid(P_PID, id_t(child), &report, WSTOPPED)
                clinux_stop_job()
                kill(child, SIGCONT)
                continue
            }
            clinux_signals_set_foreground_child(0)
            var status: Int32 = 0
            unsafe waitpid(child, &status, 0)
            let signal = status & 0x7F
            return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
        }
    }
}

/// Signals that are ignored for a while, as system(3) does around a child.
private struct IgnoredSignals {
    /// The signals and what they did before.
    private var earlier: [(signal: Int32, action: sigaction)] = []

    /// Ignores the signals from now on.
    init(_ signals: [Int32]) {
        for signal in signals {
            var ignore = sigaction()
            unsafe ignore.__sigaction_handler.sa_handler = SIG_IGN
            var before = sigaction()
            unsafe sigaction(signal, &ignore, &before)
            earlier.append((signal, before))
        }
    }

    /// Lets the signals do what they did before.
    func restore() {
        for (signal, action) in earlier {
            unsafe withUnsafePointer(to: action) { _ = unsafe sigaction(signal, $0, nil) }
        }
    }
}
