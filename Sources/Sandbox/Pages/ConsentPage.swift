import SMART

/// What may the app do? Each scope can be refused by itself.
struct ConsentPage {
    /// What the app asks for, as it wrote it.
    let request: IncomingAuthorization
    let user: SandboxUser
    /// The patient in context, as people say it.
    let patient: String?
    /// Where the answer is posted.
    let action: String
    /// Where whoever is someone else posts that.
    let signOut: String
    /// Proof that the form was this browser's: ``BrowserSession/formToken``.
    let formToken: Redacted

    /// The page, each scope ticked.
    var page: Page {
        let grantable = AuthorizationLedger.grantable(request.scope)
        let unknown = request.scope.words.filter { !grantable.words.contains($0) }
        return Page(
            title: "Allow access?",
            content: """
                <p>The app <strong>\(request.clientID)</strong> asks \(user.name) for the following. Untick what it shall not \
                get.</p>
                \(patient.map(Self.patientLine) ?? "")
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <ul>
                \(zip(grantable.words, grantable.scopes).map(Self.choice))
                </ul>
                \(unknown.isEmpty ? "" : Self.unknownLine(unknown))
                <p><input type="submit" name="decision" value="Allow">
                <input type="submit" name="decision" value="Deny" class="quiet"></p>
                </form>
                <p><small>Afterwards you return to <code>\(request.redirectURI.text)</code></small></p>
                <form method="post" action="\(signOut)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <p><small>You are not \(user.name)?</small> <input type="submit" value="Sign out" class="quiet"></p>
                </form>
                """)
    }

    /// Whose records this is about.
    private static func patientLine(_ patient: String) -> HTML {
        "<p>Patient: <strong>\(patient)</strong></p>"
    }

    /// What was asked for and cannot be had here.
    private static func unknownLine(_ words: [String]) -> HTML {
        "<p><small>It also asked for what the sandbox cannot give: <code>\(words.joined(separator: " "))</code></small></p>"
    }

    /// One scope to tick, in words and as it is written.
    private static func choice(_ word: String, _ scope: Scope) -> HTML {
        let words = ScopePhrase.words(for: scope)
        return """
            <li><label><input type="checkbox" name="scope" value="\(word)" checked> \(words.prefix(1).uppercased())\
            \(String(words.dropFirst()))</label><br>\
            <code>\(word)</code></li>

            """
    }
}
