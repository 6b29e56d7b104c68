import ArgumentParser

/// A command whose work waits for servers.
///
/// It runs off the main thread, since an asynchronous `main` and a terminal's one thread do not go together, and ends
/// orderly on the first interrupt.
protocol AsynchronousCommand: ParsableCommand, Sendable {
    func perform() async throws
}

extension AsynchronousCommand {
    func run() throws {
        let work = Task { try await perform() }
        let interrupts = Interrupts(cancelling: work)
        defer { interrupts.end() }
        do {
            try Blocking.wait { try await work.value }
        } catch {
            // What a cancelled request fails with is no news of the server.
            throw CommandFailure.exit(for: work.isCancelled ? CancellationError() : error)
        }
    }
}
