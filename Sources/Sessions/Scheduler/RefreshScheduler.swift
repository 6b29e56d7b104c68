import Foundation
import Synchronization

/// One wall-clock timer, armed at the earliest of any number of deadlines.
///
/// It re-arms after each change, each firing, each step of the clock and each resume from sleep; with no deadline, no timer
/// is armed and nothing wakes. In a rush, deadlines that follow a firing more closely than the leeway come together.
final class RefreshScheduler<Key: Hashable & Sendable>: Sendable {
    private struct Arming {
        var deadlines = DeadlineHeap<Key>()
        var timer: (any WallTimer)?
        var armedFor: Date?
        /// Until when keys gather that are due soon after the last firing.
        var gathersUntil = Date.distantPast
        var stepWatch: (any WallTimer)?
    }

    private let clock: any WallClock
    private let leeway: TimeInterval
    private let onDue: @Sendable ([Key]) -> Void
    private let onStep: @Sendable () -> Void
    private let arming = Mutex(Arming())

    /// A scheduler without deadlines; nothing fires before one is set.
    ///
    /// - Parameters:
    ///   - clock: whose time and timers it goes by.
    ///   - leeway: seconds that the timer may fire late, to gather wake-ups.
    ///   - onDue: called with the keys that are due, whose deadlines are thereby spent.
    ///   - onStep: called after a step of the clock or a resume, when all that depends on the time wants recomputing.
    init(
        clock: any WallClock, leeway: TimeInterval = 0.1, onDue: @escaping @Sendable ([Key]) -> Void,
        onStep: @escaping @Sendable () -> Void = {}
    ) {
        self.clock = clock
        self.leeway = leeway
        self.onDue = onDue
        self.onStep = onStep
    }

    deinit {
        stop()
    }

    /// Begins to watch for steps of the clock.
    func start() {
        let watch = clock.watchSteps { [weak self] in
            self?.fire()
            self?.onStep()
        }
        arming.withLock { $0.stepWatch = watch }
    }

    /// Calls off the timer and every deadline.
    func stop() {
        arming.withLock {
            $0.timer?.cancel()
            $0.stepWatch?.cancel()
            $0 = Arming()
        }
    }

    /// Sets or moves the deadline of `key`; `nil` removes it.
    func schedule(_ key: Key, at deadline: Date?) {
        arming.withLock {
            $0.deadlines.set(deadline, for: key)
            if $0.deadlines.earliest != $0.armedFor { arm(&$0) }
        }
    }

    /// Puts the one timer to the earliest deadline, or calls it off.
    private func arm(_ arming: inout Arming) {
        arming.timer?.cancel()
        arming.timer = nil
        arming.armedFor = arming.deadlines.earliest
        guard let deadline = arming.armedFor else { return }
        // The clock may have been set back meanwhile.
        let gathered = min(arming.gathersUntil, clock.now.addingTimeInterval(leeway))
        arming.timer = clock.timer(at: max(deadline, gathered), leeway: leeway) { [weak self] in self?.fire() }
    }

    /// Tells who is due, outside the lock: what is called may set the next deadline.
    private func fire() {
        let due = arming.withLock { arming in
            let now = clock.now
            let due = arming.deadlines.popDue(at: now)
            if !due.isEmpty { arming.gathersUntil = now.addingTimeInterval(leeway) }
            arm(&arming)
            return due
        }
        if !due.isEmpty { onDue(due) }
    }
}
