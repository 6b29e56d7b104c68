extension Task where Success == Void, Failure == Never {
    /// Waits for the task to end, or for the caller to be cancelled, which leaves the task itself alone: what a server was
    /// asked for on behalf of many must not end with one of them.
    ///
    /// - Throws: `CancellationError` where the caller was cancelled first.
    func ended() async throws {
        let (ending, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            await value
            continuation.finish()
        }
        // Cancelling the one that waits ends the stream too.
        for await _ in ending {}
        try Task<Never, Never>.checkCancellation()
    }
}
