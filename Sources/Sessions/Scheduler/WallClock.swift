package import Foundation

/// The time of day and its timers, so that tests can turn the clock.
package protocol WallClock: Sendable {
    /// The time of day, in which tokens expire.
    var now: Date { get }

    /// Calls `handler` once at `date` or up to `leeway` seconds later, by wall-clock time: also where the machine slept or
    /// the clock was set meanwhile.
    func timer(at date: Date, leeway: TimeInterval, handler: @escaping @Sendable () -> Void) -> any WallTimer

    /// Calls `handler` after every step of the clock and every resume from sleep, until the returned watch is cancelled.
    func watchSteps(handler: @escaping @Sendable () -> Void) -> any WallTimer
}

/// A timer or watch that can be called off.
package protocol WallTimer: Sendable {
    /// Calls it off; a call that has begun already is not waited for.
    func cancel()
}
