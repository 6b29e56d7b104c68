import ArgumentParser
import Dispatch
import Foundation

/// A command whose work waits for servers.
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
        let work = Task { try await perform() }
        let interrupts = [SIGINT, SIGTERM, SIGHUP].map { cancel(work, on: $0) }
        defer { for interrupt in interrupts { interrupt.cancel() } }
        do {
            try Blocking.wait { try await work.value }
        } catch {
            // What a cancelled request fails with is no news of the server.
            throw CommandFailure.exit(for: work.isCancelled ? CancellationError() : error)
        }
    }

    /// The first signal cancels, so that a refresh in flight is stored; a second one ends the process at once.
    private func cancel(_ work: Task<Void, any Error>, on number: Int32) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler { @Sendable in
            signal(number, SIG_DFL)
            work.cancel()
        }
        source.activate()
        return source
    }
}
