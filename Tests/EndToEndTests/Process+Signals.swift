import Foundation

extension Process {
    /// Starts the program with no signal blocked.
    ///
    /// The threads that run tests block signals, and a program inherits that: it could not be terminated, and tmux would
    /// not notice the end of its children.
    func runWithSignalsOpen() throws {
        var (open, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&open)
        unsafe pthread_sigmask(SIG_SETMASK, &open, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
