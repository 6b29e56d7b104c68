/// Where the browser's requests meet the sign-in that waits for them: judged one by one in order of arrival, until one ends the
/// wait. A request that comes before anyone waits is kept.
actor RedirectInbox {
    /// What came of a request.
    enum Outcome: Sendable {
        case judged(RedirectJudgement)
        /// An earlier request ended the wait, as when a browser loads the page twice.
        case alreadyEnded
        /// Nobody waits any longer.
        case closed
        case tooMany
    }

    private enum Phase {
        case open, ended, closed
    }

    private struct Arrival {
        let target: String
        let answer: CheckedContinuation<Outcome, Never>
    }

    private var phase = Phase.open
    private var arrivals: [Arrival] = []
    private var sleepers: [CheckedContinuation<Void, Never>] = []
    private var requestsInFlight = 0
    private static let mostArrivals = 16

    /// Hands over the target of a request and waits for its judgement.
    func bring(_ target: String) async -> Outcome {
        switch phase {
        case .ended: return .alreadyEnded
        case .closed: return .closed
        case .open: break
        }
        guard arrivals.count < Self.mostArrivals else { return .tooMany }
        return await withCheckedContinuation { answer in
            arrivals.append(Arrival(target: target, answer: answer))
            wakeAll()
        }
    }

    /// Judges requests until one ends the wait.
    ///
    /// - Throws: `CancellationError` where the task is cancelled or the inbox is closed first.
    func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws {
        while phase == .open {
            try Task.checkCancellation()
            guard !arrivals.isEmpty else {
                await sleep()
                continue
            }
            let arrival = arrivals.removeFirst()
            let judgement = await judge(arrival.target)
            arrival.answer.resume(returning: .judged(judgement))
            if judgement.endsTheWait, phase == .open { leave(for: .ended, telling: .alreadyEnded) }
        }
        if phase == .closed { throw CancellationError() }
    }

    /// Ends the wait; who waits is told by a `CancellationError`.
    func close() {
        leave(for: .closed, telling: .closed)
    }

    /// Notes that a browser waits for its page.
    func requestBegan() {
        requestsInFlight += 1
    }

    /// Notes that a browser has its page.
    func requestEnded() {
        requestsInFlight -= 1
        wakeAll()
    }

    /// Returns once every request is answered, or when the task is cancelled.
    func answeredAll() async {
        while requestsInFlight > 0, !Task.isCancelled { await sleep() }
    }

    private func leave(for next: Phase, telling outcome: Outcome) {
        phase = next
        let left = arrivals
        arrivals = []
        for arrival in left { arrival.answer.resume(returning: outcome) }
        wakeAll()
    }

    /// Sleeps until something changes or the task is cancelled.
    private func sleep() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleepers.append($0) }
        } onCancel: {
            Task { await self.wakeAll() }
        }
    }

    private func wakeAll() {
        let woken = sleepers
        sleepers = []
        for sleeper in woken { sleeper.resume() }
    }
}
