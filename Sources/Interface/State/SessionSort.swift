import Foundation
import Sessions

/// What the session list is ordered by.
///
/// Within equals the name decides.
enum SessionSort: String, CaseIterable, Hashable, Sendable {
    /// Each is a column of the list, and the word by which the header tells of it.
    case name, lapse, expiry, state

    /// The sort that the next press of the key chooses.
    var next: SessionSort {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// What is compared before the names: the lower comes first.
    ///
    /// Dates are seconds; sessions without the date come last.
    func rank(of session: SessionSnapshot) -> Double {
        switch self {
        case .name: 0
        case .lapse: session.lapsesAt?.timeIntervalSinceReferenceDate ?? .infinity
        case .expiry: session.accessExpiresAt?.timeIntervalSinceReferenceDate ?? .infinity
        case .state: session.state.urgency
        }
    }
}

/// What the sort by state goes by.
extension SessionState {
    /// What wants the person first has the lowest number.
    fileprivate var urgency: Double {
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
