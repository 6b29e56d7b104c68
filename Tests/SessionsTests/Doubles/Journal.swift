import Synchronization

/// What happened at several doubles, in the order it happened.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ line: String) {
        lines.withLock { $0.append(line) }
    }

    var entries: [String] { lines.withLock { $0 } }

    func clear() {
        lines.withLock { $0 = [] }
    }
}
