import Foundation
import Sessions
import Synchronization

/// A clock that stands until a test turns it.
final class TurnedClock: WallClock {
    private struct Face {
        var now: Date
        var count = 0
        var timers: [Int: (date: Date, handler: @Sendable () -> Void)] = [:]
    }

    private let face: Mutex<Face>

    init(at now: Date = Samples.now) { face = Mutex(Face(now: now)) }

    var now: Date { face.withLock { $0.now } }

    /// When the timers that wait are due, earliest first.
    var armed: [Date] { face.withLock { $0.timers.values.map(\.date).sorted() } }

    /// How many timers were ever made.
    var armedEver: Int { face.withLock { $0.count } }

    /// Turns the clock on and fires what is due by then.
    func turn(by seconds: TimeInterval) {
        let due = face.withLock { face in
            face.now += seconds
            let due = face.timers.filter { $0.value.date <= face.now }
            for number in due.keys { face.timers[number] = nil }
            return due.values.sorted { $0.date < $1.date }.map(\.handler)
        }
        for handler in due { handler() }
    }

    func timer(at date: Date, leeway: TimeInterval, handler: @escaping @Sendable () -> Void) -> any WallTimer {
        let number = face.withLock { face in
            face.count += 1
            face.timers[face.count] = (date, handler)
            return face.count
        }
        return Cancellation { [self] in face.withLock { $0.timers[number] = nil } }
    }

    func watchSteps(handler: @escaping @Sendable () -> Void) -> any WallTimer { Cancellation {} }

    private struct Cancellation: WallTimer {
        let body: @Sendable () -> Void

        func cancel() { body() }
    }
}
