import Foundation

/// The time that remains until a deadline, in words, and when those words change next.
///
/// Minutes while more than an hour remains, seconds below, hours beyond a day. The plain wording knows no seconds.
struct Countdown: Equatable, Sendable {
    /// Such as `42m 10s`, or `5 min` in the plain wording.
    let text: String
    /// `nil` once the deadline has passed.
    let nextChange: Date?

    /// What there is to say at `now` of the time until `deadline`; zero from the deadline on.
    init(from now: Date, to deadline: Date, plain: Bool = false) {
        let exact = deadline.timeIntervalSince(now)
        // Rounded up, the text changes at a whole number of steps before the deadline, and reads zero only when it is there.
        let seconds = Self.whole(exact)
        guard seconds > 0 else {
            self.init(text: plain ? "now" : "0s", nextChange: nil)
            return
        }
        let step = Self.step(forSeconds: seconds, plain: plain)
        let steps = (seconds + step - 1) / step
        let following = steps * step - step
        self.init(
            text: plain ? Self.words(steps * step, step: step) : Self.short(steps * step, step: step),
            nextChange: deadline.addingTimeInterval(-Double(following)))
    }

    /// A text that was made, and when it no longer holds.
    private init(text: String, nextChange: Date?) {
        self.text = text
        self.nextChange = nextChange
    }

    /// In seconds.
    private static let minute = 60
    /// In seconds.
    private static let hour = 3600
    /// In seconds.
    private static let day = 86400

    /// An interval in whole seconds, rounded up and never negative.
    private static func whole(_ interval: TimeInterval) -> Int {
        // A server may promise any number; a century is as good as for ever here.
        Int(min(max(interval, 0), 3_200_000_000).rounded(.up))
    }

    /// How often the text changes: the unit of its last number.
    private static func step(forSeconds seconds: Int, plain: Bool) -> Int {
        if plain { return seconds > 2 * day ? day : seconds > 2 * hour ? hour : minute }
        if seconds > 99 * day { return day }
        if seconds > day { return hour }
        return seconds > hour ? minute : 1
    }

    /// The two largest units, such as `1d 4h`; the last of them is as exact as `step`.
    private static func short(_ seconds: Int, step: Int) -> String {
        switch step {
        case day: "\(seconds / day)d"
        case hour: "\(seconds / day)d \(seconds / hour % 24)h"
        default:
            if seconds >= hour {
                "\(seconds / hour)h \(padded(seconds / minute % 60))m"
            } else if seconds >= minute {
                "\(seconds / minute)m \(padded(seconds % 60))s"
            } else {
                "\(seconds)s"
            }
        }
    }

    /// The largest unit, written out; hours with their minutes below two hours.
    private static func words(_ seconds: Int, step: Int) -> String {
        switch step {
        case day: "\(seconds / day) days"
        case hour: "\(seconds / hour) hours"
        default:
            if seconds < hour {
                "\(seconds / minute) min"
            } else if seconds % hour == 0 {
                seconds == hour ? "1 hour" : "\(seconds / hour) hours"
            } else {
                "\(seconds / hour) h \(seconds / minute % 60) min"
            }
        }
    }

    /// A number in two digits, so that a column of times stands still.
    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
