import SMART

/// Asks whose records this is about.
struct PatientPage {
    /// The `client_id`: apps have no names here, since nobody registers.
    let client: String
    let user: SandboxUser
    /// Where the choice is posted.
    let action: String
    let formToken: Redacted
    /// The patients to choose among: id, and name with date of birth.
    let patients: [(id: String, title: String)]

    /// The page, the first patient chosen.
    var page: Page {
        Page(
            title: "Choose a patient",
            content: """
                <p>The app <strong>\(client)</strong> works with the records of one patient. You are signed in as \
                \(user.name).</p>
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <ul>
                \(PatientChoice.list(patients))
                </ul>
                <p><input type="submit" value="Continue"></p>
                </form>
                """)
    }
}

/// Patients as radio buttons, the first one chosen.
enum PatientChoice {
    /// One line a patient.
    static func list(_ patients: [(id: String, title: String)]) -> [HTML] {
        patients.enumerated().map { position, patient in
            """
            <li><label><input type="radio" name="patient" value="\(patient.id)"\(position == 0 ? " checked" : "")> \
            \(patient.title)</label></li>

            """
        }
    }
}
