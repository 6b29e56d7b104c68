import Foundation
import Records

extension Session {
    /// The warnings that apply: those shorter than the time for which the deadline has been known, and none where each
    /// renewal moves the lapse away.
    private var applicableWarnings: [Int] {
        guard let details = record?.details, let lapse = lapsesAt, record?.details.ending == nil,
            !renewalMovesLapse || trouble != nil || hindrance != nil
        else {
            return []
        }
        let span = lapse.timeIntervalSince(details.accessReceivedAt)
        return RefreshTiming.lapseWarnings.filter { Double($0) < span && !details.warnedBeforeLapse.contains($0) }
    }

    /// When the next warning is due; `nil` where none will be given.
    func nextLapseWarning(at now: Date) -> Date? {
        guard let lapse = lapsesAt, now < lapse else { return nil }
        return applicableWarnings.map { lapse.addingTimeInterval(-Double($0)) }.min()
    }

    /// Warns once where a threshold was crossed; thresholds that were slept through are passed over for the latest.
    mutating func warnOfLapse(at now: Date) -> [SessionEffect] {
        guard let lapse = lapsesAt, now < lapse else { return [] }
        let crossed = applicableWarnings.filter { now >= lapse.addingTimeInterval(-Double($0)) }
        guard let nearest = crossed.min() else { return [] }
        record?.details.warnedBeforeLapse.formUnion(crossed)
        return storeBesideTokens() + [
            .log(.lapseNear, "lapses in less than \(Self.words(forWarning: nearest))")
        ]
    }

    /// The span as it is said.
    private static func words(forWarning seconds: Int) -> String {
        switch seconds {
        case 86_400: "24 hours"
        case 3_600: "an hour"
        default: "\(seconds / 60) minutes"
        }
    }
}
