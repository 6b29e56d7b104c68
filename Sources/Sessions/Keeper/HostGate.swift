/// Lets at most so many requests through to one host at a time; the rest wait their turn, first come first served.
actor HostGate {
    private let limit: Int
    private var underWay: [String: Int] = [:]
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    func pass<Result: Sendable>(to host: String, _ request: @Sendable () async -> Result) async -> Result {
        await enter(host)
        defer { leave(host) }
        return await request()
    }

    private func enter(_ host: String) async {
        guard underWay[host, default: 0] >= limit else {
            underWay[host, default: 0] += 1
            return
        }
        // The place is handed over by `leave`, so the count stays.
        await withCheckedContinuation { waiting[host, default: []].append($0) }
    }

    private func leave(_ host: String) {
        if var queue = waiting[host], !queue.isEmpty {
            let next = queue.removeFirst()
            waiting[host] = queue.isEmpty ? nil : queue
            next.resume()
        } else {
            underWay[host] = underWay[host].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
