import DequeModule

/// Lets at most so many requests through to one host at a time; the rest wait their turn, first come first served.
///
/// Rule 6: a thousand sessions that are due together must not look like an attack to their server. A host is a name
/// without its port. A queue is kept only as long as something is under way to its host.
struct HostGate {
    private struct Queue {
        var underWay = 0
        var waiting = Deque<CheckedContinuation<Void, Never>>()
    }

    private let limit: Int
    /// By host, in lower case as addresses have it.
    private var queues: [String: Queue] = [:]

    /// - Parameter limit: how many requests may be under way to one host.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a place where one is free.
    ///
    /// - Returns: whether it was; else ``wait(for:_:)``.
    mutating func enters(_ host: String) -> Bool {
        guard queues[host, default: Queue()].underWay < limit else { return false }
        queues[host, default: Queue()].underWay += 1
        return true
    }

    /// Queues for a place, which ``leave(_:)`` hands over by resuming.
    mutating func wait(for host: String, _ continuation: CheckedContinuation<Void, Never>) {
        queues[host, default: Queue()].waiting.append(continuation)
    }

    /// Gives a place to the next that waits, or back.
    mutating func leave(_ host: String) {
        guard var queue = queues[host] else { return }
        if let next = queue.waiting.popFirst() {
            next.resume()
        } else {
            queue.underWay -= 1
        }
        queues[host] = queue.underWay == 0 ? nil : queue
    }
}
