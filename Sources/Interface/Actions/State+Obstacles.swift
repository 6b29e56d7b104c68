import Sessions

/// What may stand in the way of an action, each in words that the person sees.
extension State {
    var hasNoSession: String? {
        table.selected == nil ? "There is no session here; a adds an endpoint" : nil
    }

    var hasNothingToRenew: String? {
        hasNoSession
            ?? table.targets.firstProblem { session in
                switch session.state {
                case .live, .stale: session.isRefreshing ? "\(session.id) is being renewed already" : nil
                case .lapsed, .interrupted: "\(session.id) has lapsed; sign in again instead"
                case .signedOut: "\(session.id) is signed out; sign in first"
                case .signingIn: "\(session.id) is being signed in"
                case .misconfigured: "\(session.id) is misconfigured; mend its endpoint first"
                case .locked: "The vault is locked; K unlocks it"
                }
            }
    }

    var hasNoTokenToCopy: String? {
        if table.marked.count > 1 { return "One token at a time: clear the marks with Esc first" }
        return hasNoSession
            ?? table.targets.firstProblem { session in
                switch session.state {
                case .live, .stale:
                    session.unconfirmedPatient == nil
                        ? nil
                        : "A renewal returned another patient; p looks at it, and until then no token is handed out"
                case .locked: "The vault is locked; K unlocks it"
                default: "\(session.id) holds no valid token; sign in first"
                }
            }
    }

    var hasNoPatientToConfirm: String? {
        hasNoSession
            ?? table.targets.firstProblem {
                $0.unconfirmedPatient == nil ? "The patient of \($0.id) has not changed" : nil
            }
    }

    var hasNothingToSignOut: String? {
        hasNoSession
            ?? table.targets.firstProblem {
                switch $0.state {
                case .signedOut: "\($0.id) is signed out already"
                case .locked: "The vault is locked; K unlocks it"
                default: nil
                }
            }
    }

    var isLocked: Bool { table.counts[.locked, default: 0] > 0 }
    var isNotLocked: String? { isLocked ? nil : "The vault is not locked" }
    var isLockedAlready: String? { isLocked ? "The vault is locked already" : nil }

    var hasNoBrowser: String? {
        surroundings.browser == nil ? "No browser was found here; y copies the address" : nil
    }

    var hasNoTextBrowser: String? {
        surroundings.textBrowser == nil ? "No text browser was found here; w3m would do" : nil
    }
}

extension [SessionSnapshot] {
    /// What stands in the way where it does so for every one of them: a bulk action takes those it can.
    fileprivate func firstProblem(_ problem: (SessionSnapshot) -> String?) -> String? {
        guard let first, allSatisfy({ problem($0) != nil }) else { return nil }
        return problem(first)
    }
}
