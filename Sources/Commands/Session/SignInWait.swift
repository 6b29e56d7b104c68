import Foundation
import SMART
import Sessions

/// The wait for a sign-in at the command line: for the redirect, for a paste on stdin, and for either no longer than was asked.
///
/// A code that has come is traded to its end, also after that time and when the command is interrupted.
struct SignInWait {
    /// What is waited for.
    let pending: PendingSignIn
    let keeper: LocalKeeper
    /// Seconds.
    let timeout: Double
    /// Whether stdin is read; otherwise it is left to whoever has it.
    let takesPaste: Bool

    /// The session, once the code has come either way and was traded.
    ///
    /// Whatever ends the wait ends the sign-in: a browser that comes later finds nobody.
    ///
    /// - Throws: ``KeeperError``, with `signInNeeded` where the time has run out; `CancellationError` after an
    ///   interrupt.
    func outcome() async throws -> SessionSnapshot {
        try await withThrowingTaskGroup(of: SessionSnapshot?.self) { group in
            // Cancelling frees the redirect's port.
            defer { group.cancelAll() }
            group.addTask { try await keeper.finishSignIn(pending.id) }
            group.addTask {
                await endInTime()
                return nil
            }
            if takesPaste {
                group.addTask {
                    try await paste()
                    return nil
                }
            }
            while let ending = try await group.next() {
                if let snapshot = ending { return snapshot }
            }
            throw CancellationError()
        }
    }

    /// The time limit is for the redirect.
    private func endInTime() async {
        guard (try? await Task.sleep(for: .seconds(timeout))) != nil else { return }
        await keeper.endWait(
            for: pending.id,
            because: KeeperError(
                .signInNeeded, session: pending.session, "nobody signed in within \(Int(timeout)) s"))
    }

    /// Takes stdin until a paste is this sign-in's: a person may try again, a pipe may not.
    private func paste() async throws {
        for await text in PastedInput.stream() {
            do throws(KeeperError) {
                try await keeper.paste(text, into: pending.id)
            } catch {
                guard error.cause is AuthorizationRedirectError, Console.isInteractive else {
                    throw KeeperError(error.code, session: pending.session, error.message, cause: error.cause)
                }
                Console.error("\(error)")
                continue
            }
            return
        }
    }
}
