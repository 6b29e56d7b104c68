import SMART

/// What a practitioner's record system shows: the patients, and an app to launch on one of them.
struct LaunchPage {
    /// Where the choice is posted.
    let action: String
    let formToken: Redacted
    /// Id, and name with date of birth.
    let patients: [(id: String, title: String)]
    /// Who is signed in in this browser; the launch works without.
    let user: SandboxUser?
    let signOut: String
    /// What was wrong with the last try.
    let problem: String?

    /// The page.
    var page: Page {
        Page(
            title: "Launch an app",
            content: """
                \(problem.map(Self.problemLine) ?? "")
                <p>This page stands for a record system. It opens the app's launch URL with <code>iss</code> and \
                <code>launch</code>; the app then signs in with the patient already chosen.</p>
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <p><label>Launch URL of the app<br>
                <input type="url" name="launch_url" placeholder="http://127.0.0.1:8000/launch" required></label></p>
                <h2>Patient</h2>
                <ul>
                \(PatientChoice.list(patients))
                </ul>
                <p><input type="submit" value="Launch"></p>
                </form>
                \(user.map(signedIn) ?? "<p><small>Nobody is signed in; the app's sign-in will ask.</small></p>")
                """)
    }

    /// The problem, above everything else.
    private static func problemLine(_ problem: String) -> HTML {
        "<p class=\"problem\">\(problem)</p>\n"
    }

    /// Who is signed in, and the way out.
    private func signedIn(_ user: SandboxUser) -> HTML {
        """
        <form method="post" action="\(signOut)">
        <input type="hidden" name="form_token" value="\(formToken.reveal())">
        <p><small>Signed in as \(user.name).</small> <input type="submit" value="Sign out" class="quiet"></p>
        </form>
        """
    }
}
