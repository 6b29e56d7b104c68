import Foundation
import SMART

/// The moment that a frame shows, which also gathers when the first of its time texts changes.
///
/// Whatever shows a time asks the ticker for the text, so the one timer of the program is armed at the next visible
/// change, and not at all where nothing counts down.
struct Ticker: Sendable {
    /// The moment shown.
    let now: Date
    /// Whether times are in words, without seconds.
    let plain: Bool
    /// The zone in which times of day are told.
    let timeZone: TimeZone
    /// When the first of the texts asked for changes; `nil` where none does.
    private(set) var nextChange: Date?

    /// A ticker of which nothing has been asked yet.
    init(now: Date, plain: Bool, timeZone: TimeZone) {
        self.now = now
        self.plain = plain
        self.timeZone = timeZone
    }

    /// The time that remains until `deadline`.
    mutating func remaining(until deadline: Date) -> String {
        let countdown = Countdown(from: now, to: deadline, plain: plain)
        changes(at: countdown.nextChange)
        return countdown.text
    }

    /// Whether `date` has come; where it has not, the text is due to change then.
    mutating func hasPassed(_ date: Date) -> Bool {
        if date <= now { return true }
        changes(at: date)
        return false
    }

    /// A past or coming time of day, with the day where it is another one.
    func time(_ date: Date) -> String {
        let moment = CivilTime(date, offset: timeZone.secondsFromGMT(for: date))
        let today = CivilTime(now, offset: timeZone.secondsFromGMT(for: now))
        if (moment.year, moment.month, moment.day) == (today.year, today.month, today.day) { return moment.clock }
        return moment.year == today.year ? "\(moment.dayAndMonth) \(moment.hourAndMinute)" : moment.dayMonthAndYear
    }

    /// Takes note that something visible changes at a moment; nothing for `nil`.
    mutating func changes(at date: Date?) {
        guard let date else { return }
        nextChange = min(nextChange ?? date, date)
    }
}
