import SMART

/// Whose records is this about?
struct PatientPage {
    let client: String
    let user: SandboxUser
    let action: String
    let formToken: Redacted
    /// The patients to choose among: id, and name with date of birth.
    let patients: [(id: String, title: String)]

    var page: Page {
        Page(
            title: "Choose a patient",
            content: """
                <p>The app <strong>\(client)</strong> works with the records of one patient. You are signed in as \
                \(user.name).</p>
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <ul>
                \(patients.map(Self.choice))
                </ul>
                </form>
                """)
    }

    private static func choice(_ patient: (id: String, title: String)) -> HTML {
        """
        <li><button type="submit" name="patient" value="\(patient.id)">\(patient.title)</button></li>

        """
    }
}
