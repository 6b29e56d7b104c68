import ArgumentParser

/// A command that does its work on the main thread, as the full screen must.
///
/// What it throws becomes a line on stderr and the exit code of the outside contract.
protocol ImmediateCommand: ParsableCommand {
    /// Does the work, on the thread that it is called on.
    ///
    /// - Throws: any error; ``CommandFailure`` makes an exit code of it.
    func perform() throws
}

extension ImmediateCommand {
    /// Runs ``perform()``.
    ///
    /// - Throws: the exit code, once what happened is on stderr.
    func run() throws {
        do {
            try perform()
        } catch {
            throw CommandFailure.exit(for: error)
        }
    }
}
