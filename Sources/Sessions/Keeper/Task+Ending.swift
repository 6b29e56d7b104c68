import Records

extension Task where Success == Void, Failure == Never {
    /// Waits for the task to end, or for the caller to be cancelled, which leaves the task itself alone: what a server was
    /// asked for on behalf of many must not end with one of them.
    ///
    /// - Throws: ``KeeperError`` with `cancelled` where the caller was cancelled first.
    func ended(for session: SessionID) async throws(KeeperError) {
        let (ending, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            await value
            continuation.finish()
        }
        // Cancelling the one that waits ends the stream too.
        for await _ in ending {}
        if Task<Never, Never>.isCancelled { throw .cancelled(session) }
    }
}
