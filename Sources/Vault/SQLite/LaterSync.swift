import Dispatch
import Foundation
import Home
import Synchronization

/// Syncs a file a moment after it was asked to, once for all that was written meanwhile.
final class LaterSync: Sendable {
    /// How long what was written may stay in the system's memory alone.
    private static let delay = DispatchTimeInterval.milliseconds(800)

    private let file: URL
    private let isPending = Mutex(false)

    /// Nothing is opened before the first sync.
    init(of file: URL) {
        self.file = file
    }

    /// Sees to it that what the file holds now is durable within a second.
    func request() {
        let isFirst = isPending.withLock { pending in
            defer { pending = true }
            return !pending
        }
        guard isFirst else { return }
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + Self.delay) { @Sendable in self.finish() }
    }

    /// Syncs at once what still waits.
    func finish() {
        guard
            isPending.withLock({ pending in
                defer { pending = false }
                return pending
            })
        else { return }
        // Where the file is gone its content was moved into the database, synced, when that was closed.
        try? OpenFile(file, O_RDONLY).sync()
    }
}
