/// The calls to the keeper whose outcome has not come.
///
/// However many there are, beginning and ending one costs the same: a person may renew 100,000 sessions at once.
struct AwaitedCalls: Sendable {
    /// What is awaited, by number.
    private var calls: [KeeperCall.ID: KeeperCall] = [:]
    /// The number of the newest call.
    private var lastID = 0
    /// The calls that have words, oldest first; among them some that have ended, which are dropped from the end.
    private var told: [KeeperCall.ID] = []
    /// How many of those that have words have not ended.
    private(set) var toldCount = 0

    /// All of them, oldest first.
    var all: [KeeperCall] { calls.values.sorted { $0.id < $1.id } }

    /// What is awaited since last, of what has words.
    var lastTold: KeeperCall? { told.last.flatMap { calls[$0] } }

    /// Begins to wait for work to be done.
    mutating func begin(_ work: KeeperCall.Work) -> KeeperCall {
        lastID += 1
        let call = KeeperCall(id: lastID, work: work)
        calls[call.id] = call
        if call.hasWords {
            told.append(call.id)
            toldCount += 1
        }
        return call
    }

    /// Waits no longer for a call; `nil` where it was not waited for.
    mutating func end(_ id: KeeperCall.ID) -> KeeperCall? {
        guard let call = calls.removeValue(forKey: id) else { return nil }
        if call.hasWords { toldCount -= 1 }
        while let last = told.last, calls[last] == nil { told.removeLast() }
        return call
    }
}
