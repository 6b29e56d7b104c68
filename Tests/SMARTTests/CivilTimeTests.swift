import Foundation
import SMART
import Testing

@Suite("Civil time")
struct CivilTimeTests {
    @Test(
        "Dates are reckoned as the calendar has them",
        arguments: [
            (0.0, "1 Jan 1970"), (951_782_400, "29 Feb 2000"), (1_773_492_067, "14 Mar 2026"), (-86_400, "31 Dec 1969"),
            (4_107_542_399, "28 Feb 2100"), (4_107_542_400, "1 Mar 2100"),
        ])
    func dates(seconds: TimeInterval, text: String) {
        #expect(CivilTime(Date(timeIntervalSince1970: seconds)).dayMonthAndYear == text)
    }

    @Test(
        "A moment and its date in UTC are each other's, over leap years and centuries",
        arguments: Array(stride(from: -62_000_000_000, to: 250_000_000_000, by: 7_777_777_777)))
    func thereAndBack(seconds: Int) {
        #expect(CivilTime(Date(timeIntervalSince1970: Double(seconds))).secondsSince1970 == seconds)
    }

    @Test("There is no thirteenth month, no day 32, and no hour 24")
    func noSuchTime() {
        #expect(CivilTime(year: 2026, month: 13, day: 1) == nil)
        #expect(CivilTime(year: 2026, month: 2, day: 28, hour: 24) == nil)
        #expect(CivilTime(year: 2026, month: 1, day: 32) == nil)
    }
}
