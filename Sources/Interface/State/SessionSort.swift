import Foundation
import Sessions

/// What the session list is ordered by.
///
/// Within equals the name decides.
enum SessionSort: String, CaseIterable, Hashable, Sendable {
    case name, lapse, expiry, state

    var next: SessionSort {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    func areInOrder(_ left: SessionSnapshot, _ right: SessionSnapshot) -> Bool {
        switch self {
        case .name: left.id < right.id
        case .lapse: Self.compare(left.lapsesAt, right.lapsesAt, left, right)
        case .expiry: Self.compare(left.accessExpiresAt, right.accessExpiresAt, left, right)
        case .state: (left.state.urgency, left.id) < (right.state.urgency, right.id)
        }
    }

    /// Sessions without the date come last.
    private static func compare(_ one: Date?, _ other: Date?, _ left: SessionSnapshot, _ right: SessionSnapshot) -> Bool
    {
        (one ?? .distantFuture, left.id) < (other ?? .distantFuture, right.id)
    }
}

extension SessionState {
    /// What wants the person first has the lowest number.
    fileprivate var urgency: Int {
        switch self {
        case .misconfigured: 0
        case .interrupted: 1
        case .lapsed: 2
        case .stale: 3
        case .signingIn: 4
        case .locked: 5
        case .live: 6
        case .signedOut: 7
        }
    }
}
