import Foundation

/// A date and time of day in a time zone, reckoned without a formatter: making one costs milliseconds at start.
struct CivilTime: Equatable, Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

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

    var hourAndMinute: String { "\(Self.two(hour)):\(Self.two(minute))" }
    var clock: String { "\(hourAndMinute):\(Self.two(second))" }
    var dayAndMonth: String { "\(day) \(Self.months[month - 1])" }
    var dayMonthAndYear: String { "\(dayAndMonth) \(year)" }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func quotient(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }
}
