import DequeModule

/// Lets at most so many requests through to one host, and to all hosts together; the rest wait their turn.
///
/// At one host it is first come, first served; hosts take turns, so that one with thousands waiting holds up no other.
///
/// Rule 6: a thousand sessions that are due together must not look like an attack to their server. A host is a name
/// without its port. A queue is kept only as long as something is under way to its host.
struct HostGate {
    private struct Queue {
        var underWay = 0
        var waiting = Deque<CheckedContinuation<Void, Never>>()
        /// Whether the host is in ``turns``.
        var hasTurn = false
    }

    private let limit: Int
    private let total: Int
    private var underWay = 0
    /// By host, in lower case as addresses have it.
    private var queues: [String: Queue] = [:]
    /// The hosts with someone waiting and a free place of their own, in the order of their turns.
    private var turns = Deque<String>()

    /// - Parameters:
    ///   - limit: how many requests may be under way to one host.
    ///   - total: how many may be under way to all of them.
    init(limit: Int, total: Int) {
        self.limit = limit
        self.total = total
    }

    /// Takes a place where one is free.
    ///
    /// - Returns: whether it was; else ``wait(for:_:)``.
    mutating func enters(_ host: String) -> Bool {
        guard underWay < total, queues[host, default: Queue()].underWay < limit else { return false }
        queues[host, default: Queue()].underWay += 1
        underWay += 1
        return true
    }

    /// Queues for a place, which ``leave(_:)`` hands over by resuming.
    mutating func wait(for host: String, _ continuation: CheckedContinuation<Void, Never>) {
        queues[host, default: Queue()].waiting.append(continuation)
        takeTurn(host)
    }

    /// Gives a place back, to the next that waits.
    mutating func leave(_ host: String) {
        queues[host]?.underWay -= 1
        underWay -= 1
        takeTurn(host)
        while underWay < total, let next = turns.popFirst() { admit(next) }
        if let queue = queues[host], queue.underWay == 0, queue.waiting.isEmpty { queues[host] = nil }
    }

    private mutating func admit(_ host: String) {
        queues[host]?.hasTurn = false
        guard let next = queues[host]?.waiting.popFirst() else { return }
        queues[host]?.underWay += 1
        underWay += 1
        next.resume()
        takeTurn(host)
    }

    /// Puts a host in the row where someone waits for it and it has a place.
    private mutating func takeTurn(_ host: String) {
        guard let queue = queues[host], !queue.hasTurn, !queue.waiting.isEmpty, queue.underWay < limit else { return }
        queues[host]?.hasTurn = true
        turns.append(host)
    }
}
