package import Foundation

/// A date and time of day in the proleptic Gregorian calendar, reckoned without a formatter: making one costs milliseconds at
/// start.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour = 0
    package var minute = 0
    package var second = 0

    /// A date and time of day; `nil` where a part is outside its range.
    ///
    /// A second of 60 is a leap second. A day that its month lacks counts on into the next month.
    ///
    /// - Parameters:
    ///   - year: of the Gregorian calendar, also for days before it was made.
    ///   - month: 1 to 12.
    ///   - day: 1 to 31.
    ///   - hour: 0 to 23.
    ///   - minute: 0 to 59.
    ///   - second: 0 to 60.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour), (0..<60).contains(minute),
            (0...60).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// What the clock of a time zone shows at a moment.
    ///
    /// - Parameters:
    ///   - date: the moment.
    ///   - offset: seconds east of UTC.
    package init(_ date: Date, offset: Int = 0) {
        let limits = -62_000_000_000.0...250_000_000_000.0
        let stamp = min(max(date.timeIntervalSince1970, limits.lowerBound), limits.upperBound)
        let seconds = Int(stamp.rounded(.down)) + offset
        let days = Self.quotient(seconds, 86_400)
        let rest = seconds - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        // Days are counted from 1 March of year 0, so that the leap day ends its year.
        let shifted = days + 719_468
        let era = Self.quotient(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Seconds since 1970, where this is a time in UTC.
    package var secondsSince1970: Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let leapDays = Self.quotient(marchYear, 4) - Self.quotient(marchYear, 100) + Self.quotient(marchYear, 400)
        let days = 365 * marchYear + leapDays + dayOfYear - 719_468
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Such as `09:05`.
    package var hourAndMinute: String { "\(Self.two(hour)):\(Self.two(minute))" }
    /// Such as `09:05:07`.
    package var clock: String { "\(hourAndMinute):\(Self.two(second))" }
    /// Such as `2026-03-14`.
    package var isoDate: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }
    /// Such as `14 Mar`.
    package var dayAndMonth: String { "\(day) \(Self.months[month - 1])" }
    /// Such as `14 Mar 2026`.
    package var dayMonthAndYear: String { "\(dayAndMonth) \(year)" }

    /// The English names of the months, as RFC 9110 writes them in dates too.
    package static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func quotient(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }
}
