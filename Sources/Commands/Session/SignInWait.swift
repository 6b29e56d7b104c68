import Foundation
import SMART
import Sessions

/// The wait for a sign-in at the command line: for the redirect, for a paste on stdin, and for no longer than was asked.
struct SignInWait {
    let pending: PendingSignIn
    let keeper: LocalKeeper
    /// Seconds.
    let timeout: Double
    let takesPaste: Bool

    /// The session, once the code has come either way and was traded.
    func outcome() async throws -> SessionSnapshot {
        try await withThrowingTaskGroup(of: SessionSnapshot?.self) { group in
            // Cancelling frees the redirect's port.
            defer { group.cancelAll() }
            group.addTask { try await keeper.finishSignIn(pending.id) }
            group.addTask {
                try await Task.sleep(for: .seconds(timeout))
                throw KeeperError(
                    .signInNeeded, session: pending.session, "nobody signed in within \(Int(timeout)) s")
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

    /// Takes stdin until a paste is this sign-in's: a person may try again, a pipe may not.
    private func paste() async throws {
        for await text in PastedInput.stream() {
            do {
                return try await keeper.paste(text, into: pending.id)
            } catch let error as AuthorizationRedirectError {
                guard Console.isInteractive else { throw refusal(of: error) }
                Console.error("\(error)")
            }
        }
    }

    private func refusal(of error: AuthorizationRedirectError) -> KeeperError {
        let isSuspicious = [.stateMismatch, .issuerMismatch, .ambiguous].contains(error.code)
        return KeeperError(isSuspicious ? .unsafe : .failed, session: pending.session, "\(error)")
    }
}
