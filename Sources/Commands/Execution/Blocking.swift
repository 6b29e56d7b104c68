import Dispatch
import Synchronization

/// Waits on this thread for asynchronous work: for the command line's edge, where nothing else has to run here.
enum Blocking {
    ///
    /// It must not be called from asynchronous code, whose threads are few and not to be held.
    ///
    /// - Parameter work: what to wait for; it runs on other threads, never on this one.
    /// - Returns: what `work` returns.
    /// - Throws: what `work` throws.
    static func wait<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let finished = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        Task {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            finished.signal()
        }
        finished.wait()
        guard let result = outcome.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
