import ArgumentParser

/// A command that does its work on the main thread, as the full screen must.
///
/// What it throws becomes a line on stderr and the exit code of the outside contract.
protocol ImmediateCommand: ParsableCommand {
    func perform() throws
}

extension ImmediateCommand {
    func run() throws {
        do {
            try perform()
        } catch {
            throw CommandFailure.exit(for: error)
        }
    }
}
