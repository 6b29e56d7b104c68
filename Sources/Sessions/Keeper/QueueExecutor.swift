import Dispatch

/// Runs an actor's work on a serial queue of its own, so that waiting for the disk holds up no one else.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// A queue that is named so in a debugger.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs the job after those that came before it (SE-0392).
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { @Sendable in unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
