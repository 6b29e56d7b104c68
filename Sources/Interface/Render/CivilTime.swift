import Foundation

/// A date and time of day in a time zone, reckoned without a formatter: making one costs milliseconds at start.
struct CivilTime: Equatable, Sendable {
    /// By the Gregorian calendar, as far back as one counts.
    let year: Int
    /// 1 to 12.
    let month: Int
    /// Of the month, 1 to 31.
    let day: Int
    /// 0 to 23.
    let hour: Int
    /// 0 to 59.
    let minute: Int
    /// 0 to 59; leap seconds are not known.
    let second: Int

    /// The time of day there is in the zone at a moment; moments outside of the years 0 to 9,900 or so count as the
    /// nearest within.
    init(_ date: Date, in timeZone: TimeZone) {
        let limits = -62_000_000_000.0...250_000_000_000.0
        let stamp = min(max(date.timeIntervalSince1970, limits.lowerBound), limits.upperBound)
        let seconds = Int(stamp.rounded(.down)) + timeZone.secondsFromGMT(for: date)
        let days = Self.quotient(seconds, 86400)
        let rest = seconds - days * 86400
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

    /// Such as `09:05`.
    var hourAndMinute: String { "\(Self.two(hour)):\(Self.two(minute))" }
    /// Such as `09:05:30`.
    var clock: String { "\(hourAndMinute):\(Self.two(second))" }
    /// Such as `3 Mar`.
    var dayAndMonth: String { "\(day) \(Self.months[month - 1])" }
    /// Such as `3 Mar 2026`.
    var dayMonthAndYear: String { "\(dayAndMonth) \(year)" }

    /// In English, as all of the interface is.
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A number in two digits.
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The quotient rounded down, also below zero.
    private static func quotient(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }
}
