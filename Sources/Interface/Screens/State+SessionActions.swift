import Records
import SMART
import Sessions

/// What can be done to the focused session, or to the marked ones, from the list and from the detail.
extension State {
    /// Does an action to the targets that can take it; nothing in an empty list.
    ///
    /// What cannot be undone is asked about first, with what it comes to in words.
    mutating func performOnSessions(_ action: Action.ID) -> [Effect] {
        guard let focused = table.selected else { return [] }
        switch action {
        case .signIn: return signIn(focused)
        case .signInAsAnother: open(LabelScreen(endpoint: focused.id.endpoint))
        case .renew: return renew()
        case .copyToken: return table.targets().first.map { [start(.token($0.id)).effect] } ?? []
        case .signOut: askToSignOut()
        case .removeEndpoint: askToRemove(focused.id.endpoint)
        case .confirmPatient: table.targets(with: .confirmation).first.map { askAboutPatient(of: $0) }
        default: break
        }
        return []
    }

    /// A session that was signed in before keeps its scopes and goes straight to signing in; others choose first.
    private mutating func signIn(_ session: SessionSnapshot) -> [Effect] {
        if session.state == .locked {
            open(UnlockScreen())
            return []
        }
        let plan = SignInPlan(
            session: session.id, access: session.requestedAccess, scopes: session.requestedScopes.asking(for: .none))
        var screen = SignInScreen(plan: plan)
        let effects = session.signsInAgain ? screen.begin(in: &self) : []
        open(screen)
        return effects
    }

    /// Renews each target that can be renewed, and takes the marks away.
    ///
    /// Each is a call of its own, so that one that fails says so and does not stop the others.
    private mutating func renew() -> [Effect] {
        let ready = table.targets(with: .renewal).map(\.id)
        table.clearMarks()
        return ready.map { start(.refresh($0)).effect }
    }

    /// Asks before tokens are revoked and forgotten.
    private mutating func askToSignOut() {
        let targets = table.targets(with: .signOut).map(\.id)
        let what = targets.count == 1 ? "\(targets[0])" : "\(targets.count) sessions"
        open(
            ConfirmScreen(
                question: "Sign out of \(what)?",
                detail: "The tokens are revoked where the server can do so, and forgotten here in any case.",
                answer: "signs out", works: targets.map { .signOut($0) }))
    }

    /// Asks before an endpoint goes with its sessions.
    private mutating func askToRemove(_ name: String) {
        let isHeld = table.sessions(ofEndpoint: name).contains { $0.state != .signedOut }
        let held = !isHeld ? "" : " Its tokens are forgotten but not revoked; sign out first to revoke them."
        open(
            ConfirmScreen(
                question: "Remove the endpoint \(name)?",
                detail: "Its file, its sessions and its client secret are deleted.\(held)", answer: "removes it",
                works: [.removeEndpoint(name)]))
    }

    /// Asks whether another patient is to be accepted, with both of them named.
    private mutating func askAboutPatient(of session: SessionSnapshot) {
        open(
            ConfirmScreen(
                question: "Accept another patient for \(session.id)?",
                detail: """
                    Signed in for patient \(session.context.patient ?? "unknown"). A renewal returned patient \
                    \(session.unconfirmedPatient ?? "unknown") instead. No token is handed out until you accept.
                    """,
                answer: "accepts the other patient", works: [.confirmPatient(session.id)]))
    }
}

/// How signing in goes.
extension SessionSnapshot {
    /// Whether signing in means taking up a session that ended, with what it asked for then.
    var signsInAgain: Bool { state == .lapsed || state == .interrupted }
}
