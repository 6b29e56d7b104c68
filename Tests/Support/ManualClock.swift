import Dispatch
package import Foundation
package import Sessions
import Synchronization

/// A clock that a test turns.
///
/// ``advance(by:)`` fires the timers it passes, in order, each at its own time. ``step(to:)`` sets the clock as a person or
/// NTP does and tells the watches. A timer for a time that has passed fires at once, on a queue, as Dispatch's do.
package final class ManualClock: WallClock {
    package struct Armed: Hashable {
        package let date: Date
        package let leeway: TimeInterval

        package init(date: Date, leeway: TimeInterval) {
            self.date = date
            self.leeway = leeway
        }
    }

    private struct Timer {
        let armed: Armed
        let handler: @Sendable () -> Void
    }

    private struct Face {
        var now: Date
        var lastNumber = 0
        var timers: [Int: Timer] = [:]
        var watches: [Int: @Sendable () -> Void] = [:]
        var armedEver = 0

        mutating func number() -> Int {
            lastNumber += 1
            return lastNumber
        }

        /// Takes out the earliest timer that is due by `date`.
        mutating func popTimer(dueBy date: Date) -> Timer? {
            let due = timers.filter { $0.value.armed.date <= date }
            guard let first = due.min(by: { ($0.value.armed.date, $0.key) < ($1.value.armed.date, $1.key) }) else {
                return nil
            }
            timers[first.key] = nil
            now = max(now, first.value.armed.date)
            return first.value
        }
    }

    private let face: Mutex<Face>

    package init(at now: Date = Sample.start) {
        face = Mutex(Face(now: now))
    }

    package var now: Date { face.withLock { $0.now } }

    /// The timers that wait, earliest first.
    package var armed: [Armed] {
        face.withLock { $0.timers.values.map(\.armed).sorted { $0.date < $1.date } }
    }

    /// How many timers were ever made.
    package var armedEver: Int { face.withLock { $0.armedEver } }

    package var watchCount: Int { face.withLock { $0.watches.count } }

    package func advance(by seconds: TimeInterval) {
        let end = now.addingTimeInterval(seconds)
        while let timer = face.withLock({ $0.popTimer(dueBy: end) }) { timer.handler() }
        face.withLock { $0.now = end }
    }

    package func step(to date: Date) {
        let watches = face.withLock {
            $0.now = date
            return Array($0.watches.values)
        }
        fireDue()
        for watch in watches { watch() }
    }

    package func timer(at date: Date, leeway: TimeInterval, handler: @escaping @Sendable () -> Void) -> any WallTimer {
        let (number, isDue) = face.withLock { face in
            let number = face.number()
            face.timers[number] = Timer(armed: Armed(date: date, leeway: leeway), handler: handler)
            face.armedEver += 1
            return (number, date <= face.now)
        }
        // The caller may hold a lock that the handler wants.
        if isDue { DispatchQueue.global().async { self.fireDue() } }
        return Cancellation { [weak self] in self?.face.withLock { $0.timers[number] = nil } }
    }

    package func watchSteps(handler: @escaping @Sendable () -> Void) -> any WallTimer {
        let number = face.withLock { face in
            let number = face.number()
            face.watches[number] = handler
            return number
        }
        return Cancellation { [weak self] in self?.face.withLock { $0.watches[number] = nil } }
    }

    private func fireDue() {
        while let timer = face.withLock({ $0.popTimer(dueBy: $0.now) }) { timer.handler() }
    }

    private struct Cancellation: WallTimer {
        let body: @Sendable () -> Void

        func cancel() { body() }
    }
}
