package import Foundation

extension JSONValue {
    /// A moment: seconds since 1970 as a number or text, or a date and time with `T` or a space between them.
    ///
    /// A missing time zone is UTC, a missing time midnight. Only the years 1970 to 9999 are moments.
    package var date: Date? {
        let seconds = quantity ?? string.flatMap(Self.secondsSince1970)
        guard let seconds, (1..<253_402_300_800).contains(seconds) else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// By hand: `DateFormatter` is slow to wake, and `Date.ISO8601FormatStyle` takes neither the space nor a missing zone.
    private static func secondsSince1970(_ text: String) -> Double? {
        let pattern =
            /\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?\s*/
            .ignoresCase()
        guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3),
            let time = CivilTime(
                year: year, month: month, day: day, hour: number(match.4), minute: number(match.5),
                second: number(match.6))
        else { return nil }
        let fraction = match.7.flatMap { Double("0." + $0) } ?? 0
        return Double(time.secondsSince1970) + fraction - offset(match.8)
    }

    /// The number that a group of digits stands for; 0 where the group is absent.
    private static func number(_ digits: Substring??) -> Int {
        digits.flatMap { $0 }.flatMap { Int($0) } ?? 0
    }

    /// Seconds east of UTC of `Z`, `+01`, `+0100` or `+01:00`.
    private static func offset(_ zone: Substring?) -> Double {
        guard let zone, let sign = zone.first, sign == "+" || sign == "-" else { return 0 }
        let digits = zone.filter(\.isNumber)
        let seconds = (Int(digits.prefix(2)) ?? 0) * 3600 + (Int(digits.dropFirst(2)) ?? 0) * 60
        return Double(sign == "-" ? -seconds : seconds)
    }
}
