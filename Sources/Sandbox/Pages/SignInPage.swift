import SMART

/// Who are you? One button a person, or user name and password.
///
/// Buttons are `input` elements throughout: text browsers draw those as buttons, and `button` elements as plain text.
struct SignInPage {
    /// The `client_id` of the app that asks.
    let client: String
    let action: String
    let formToken: Redacted
    /// Whether the last try named no user or the wrong password.
    let failed: Bool

    /// The page.
    var page: Page {
        Page(
            title: "Sign in",
            content: """
                \(failed ? Self.failure : "")
                <p>The app <strong>\(client)</strong> asks you to sign in. Everyone here is made up: press the name of whoever you \
                want to be.</p>
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <ul>
                \(SandboxUser.everyone.map(Self.choice))
                </ul>
                </form>
                <h2>With user name and password</h2>
                <form method="post" action="\(action)">
                <input type="hidden" name="form_token" value="\(formToken.reveal())">
                <p><label>User name<br><input type="text" name="username" autocomplete="off"></label></p>
                <p><label>Password<br><input type="password" name="password" autocomplete="off"></label></p>
                <p><small>The names are \(SandboxUser.everyone.map(\.id).joined(separator: ", ")); everyone's password is \
                <code>\(SandboxUser.password)</code>.</small></p>
                <p><input type="submit" value="Sign in"></p>
                </form>
                """)
    }

    private static let failure: HTML = "<p class=\"problem\">No such user name, or the password is wrong.</p>\n"

    /// One person, as a button that signs in at once: everyone's password is public.
    private static func choice(_ user: SandboxUser) -> HTML {
        """
        <li><input type="submit" name="user" value="\(user.id)"> \(user.name) <small>· \(user.role)</small></li>

        """
    }
}
