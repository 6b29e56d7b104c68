import Sessions

/// What stands in the way of an action.
///
/// Found without looking at more than one session, since every frame asks it of every action; its words may look at more.
enum Obstacle: Hashable, Sendable {
    /// The list is empty, or nothing in it is focused.
    case noSession
    /// None of the targets can do what is wanted, or there are too many for it.
    case nothingToRenew, nothingToCopy, severalToCopy, noPatientToConfirm, nothingToSignOut
    /// The vault is already as it was to become.
    case notLocked, alreadyLocked
    /// This machine lacks the program that would open an address.
    case noBrowser, noTextBrowser

    /// What the person is told, with what to do instead.
    func words(in state: State) -> String {
        switch self {
        case .noSession: "There is no session here; a adds an endpoint"
        case .severalToCopy: "One token at a time: clear the marks with Esc first"
        case .nothingToRenew, .nothingToCopy, .noPatientToConfirm, .nothingToSignOut:
            state.table.targets().first.map(words) ?? ""
        case .notLocked: "The vault is not locked"
        case .alreadyLocked: "The vault is locked already"
        case .noBrowser: "No browser was found here; y copies the address"
        case .noTextBrowser: "No text browser was found here; w3m would do"
        }
    }

    /// Why nothing can be done of what a session is the first of: a bulk action takes those it can.
    private func words(about session: SessionSnapshot) -> String {
        switch self {
        case .nothingToRenew: Self.words(aboutRenewing: session)
        case .nothingToCopy: Self.words(aboutCopying: session)
        case .noPatientToConfirm: "The patient of \(session.id) has not changed"
        case .nothingToSignOut where session.state == .locked: "The vault is locked; K unlocks it"
        default: "\(session.id) is signed out already"
        }
    }

    /// Why a session cannot be renewed, by its state.
    private static func words(aboutRenewing session: SessionSnapshot) -> String {
        switch session.state {
        case .live, .stale: "\(session.id) is being renewed already"
        case .lapsed, .interrupted: "\(session.id) has lapsed; sign in again instead"
        case .damaged: "\(session.id) is damaged in the vault; sign in again instead"
        case .signedOut: "\(session.id) is signed out; sign in first"
        case .signingIn: "\(session.id) is being signed in"
        case .misconfigured: "\(session.id) is misconfigured; mend its endpoint first"
        case .locked: "The vault is locked; K unlocks it"
        }
    }

    /// Why a session has no token to hand out, by its state.
    private static func words(aboutCopying session: SessionSnapshot) -> String {
        switch session.state {
        case .live, .stale:
            "A renewal returned another patient; p looks at it, and until then no token is handed out"
        case .locked: "The vault is locked; K unlocks it"
        default: "\(session.id) holds no valid token; sign in first"
        }
    }
}

/// What stands in the way now, by what is to be done; `nil` where nothing does.
extension State {
    /// In the way of whatever is done to a session.
    var sessionObstacle: Obstacle? { table.selectedSlot == nil ? .noSession : nil }

    /// In the way of renewing access tokens.
    var renewalObstacle: Obstacle? { obstacle(.nothingToRenew, unlessAny: .renewal) }

    /// In the way of copying an access token, of which the clipboard takes one.
    var copyObstacle: Obstacle? {
        table.marks.count > 1 ? .severalToCopy : obstacle(.nothingToCopy, unlessAny: .handOff)
    }

    /// In the way of accepting another patient.
    var confirmationObstacle: Obstacle? { obstacle(.noPatientToConfirm, unlessAny: .confirmation) }

    /// In the way of signing out.
    var signOutObstacle: Obstacle? { obstacle(.nothingToSignOut, unlessAny: .signOut) }

    /// In the way of unlocking the vault.
    var unlockObstacle: Obstacle? { isLocked ? nil : .notLocked }

    /// In the way of locking the vault.
    var lockObstacle: Obstacle? { isLocked ? .alreadyLocked : nil }

    /// In the way of opening a browser of its own window.
    var browserObstacle: Obstacle? { surroundings.browser == nil ? .noBrowser : nil }

    /// In the way of opening a browser in this terminal.
    var textBrowserObstacle: Obstacle? { surroundings.textBrowser == nil ? .noTextBrowser : nil }

    /// An obstacle where no target has the ability; that there is no target at all comes first.
    private func obstacle(_ obstacle: Obstacle, unlessAny ability: SessionAbilities) -> Obstacle? {
        sessionObstacle ?? (table.targetsInclude(ability) ? nil : obstacle)
    }
}
