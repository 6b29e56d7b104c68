import CLinux
import Glibc

/// The process's signals, handed to the main loop.
///
/// There is one at a time; dropped, the signals act as before.
///
/// Open it before the ``Screen``: ncurses then leaves the signals alone. HUP, INT or TERM sent again before the first was
/// read end the process at once, terminal restored: the loop is stuck.
package final class Signals {
    /// Readable while a signal is noted.
    let descriptor: Int32

    /// Takes the signals over.
    ///
    /// - Throws: ``TerminalError`` where something else in this process has them.
    package init() throws(TerminalError) {
        descriptor = clinux_signals_open()
        guard descriptor >= 0 else { throw .system("Taking over the signals", errno) }
    }

    deinit {
        clinux_signals_close()
    }

    /// The signals that came since the last call, each once.
    func take() -> [Signal] {
        let noted = clinux_signals_take()
        return Signal.allCases.filter { noted & (1 << UInt64($0.number)) != 0 }
    }

    /// Stops the job, as ^Z does where the terminal makes it a signal; returns when the shell continues it.
    func stopJob() {
        clinux_stop_job()
        clinux_signals_forget(SIGCONT)
    }

    /// Ends the process by the signal, once everything is in order, so that its parent can tell what ended it.
    ///
    /// An armed screen is restored first.
    package static func die(by signal: Signal) -> Never {
        clinux_die(signal.number)
    }
}
