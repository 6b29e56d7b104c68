import ArgumentParser

/// A command whose work waits for servers or for a person.
///
/// It runs off the main thread, since an asynchronous `main` and a terminal's one thread do not go together, and ends
/// orderly on the first interrupt.
protocol AsynchronousCommand: ParsableCommand, Sendable {
    /// Does the work; cancelled on the first interrupt.
    ///
    /// - Throws: any error; ``CommandFailure`` makes an exit code of it.
    func perform() async throws
}

extension AsynchronousCommand {
    /// Runs ``perform()`` to its end, also after an interrupt.
    ///
    /// - Throws: the exit code, once what happened is on stderr.
    func run() throws {
        let interruptions = Interruptions()
        defer { interruptions.cancel() }
        let work = Task { try await perform() }
        interruptions.onFirst { work.cancel() }
        do {
            try Blocking.wait { try await work.value }
        } catch {
            // What a cancelled request fails with is no news of the server.
            throw CommandFailure.exit(for: interruptions.first ?? error)
        }
    }
}
