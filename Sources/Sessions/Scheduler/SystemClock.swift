import Dispatch
package import Foundation

/// The machine's clock, with Dispatch's wall-clock timers, which go on counting while the machine sleeps.
package struct SystemClock: WallClock {
    private let queue = DispatchQueue(label: "stoke.clock")

    package init() {}

    /// The machine's time of day, which may step.
    package var now: Date { Date() }

    /// A Dispatch wall-clock timer; a date that has passed fires at once.
    package func timer(
        at date: Date, leeway: TimeInterval, handler: @escaping @Sendable () -> Void
    ) -> any WallTimer {
        let source = DispatchSource.makeTimerSource(queue: queue)
        source.schedule(
            wallDeadline: .now() + date.timeIntervalSinceNow, leeway: .milliseconds(Int(leeway * 1_000)))
        source.setEventHandler { @Sendable in handler() }
        source.activate()
        return DispatchTimer(source: source)
    }

    /// Watches by ``ClockStepWatch``.
    package func watchSteps(handler: @escaping @Sendable () -> Void) -> any WallTimer {
        ClockStepWatch(queue: queue, handler: handler)
    }
}

private struct DispatchTimer: WallTimer {
    // Dispatch sources are thread-safe; the protocol's type does not say so on Linux.
    nonisolated(unsafe) let source: any DispatchSourceTimer

    func cancel() {
        unsafe source.cancel()
    }
}
