/// A redirect that brings no code, or none for this sign-in.
///
/// It quotes no code and no state.
package struct AuthorizationRedirectError: Error, Hashable, Sendable {
    /// What is wrong with a redirect.
    package enum Code: Hashable, Sendable {
        /// Nothing was pasted.
        case empty
        /// Neither a code nor an error is in it: another page's address, a browser's request for an icon.
        case noCode
        /// The authorization address itself, pasted instead of where it led.
        case ownRequest
        /// One parameter twice with different values (RFC 6749 section 3.1).
        case ambiguous
        /// Without `state` nothing ties it to this sign-in.
        case stateMissing
        /// The redirect of another sign-in, or a forged one.
        case stateMismatch
        /// Another authorization server answered (RFC 9207).
        case issuerMismatch
        /// The server advertises that it names itself in the redirect, and did not (RFC 9207 section 2.4).
        case issuerMissing
        /// A code alone came through the browser, where only the person may give one so.
        case bareCodeNotAllowed
        /// `access_denied`: the person or the server said no.
        case denied
        /// Any other error of the server.
        case refused
    }

    /// What is wrong with it.
    package let code: Code
    /// The server's own error, where it sent one.
    package let oauthError: OAuthError?

    /// Why a redirect brings no code.
    ///
    /// - Parameters:
    ///   - code: the kind of reason.
    ///   - oauthError: the server's own error, which the words then quote.
    package init(_ code: Code, oauthError: OAuthError? = nil) {
        self.code = code
        self.oauthError = oauthError
    }
}

extension AuthorizationRedirectError: CustomStringConvertible {
    /// What is wrong, and what the person can do.
    package var description: String {
        switch code {
        case .empty: "nothing was pasted; paste the whole address that the browser ended up at"
        case .noCode: "there is no authorization code in it; paste the whole address that the browser ended up at"
        case .ownRequest:
            "this is the address to open, not the one it leads to; open it, sign in, and paste the address you end up at"
        case .ambiguous: "the redirect has a parameter twice with different values and was not used"
        case .stateMissing:
            "the redirect does not carry the state of this sign-in and was not used"
                + (oauthError.map { "; it says: \($0)" } ?? "")
        case .stateMismatch: "the redirect belongs to another sign-in; start again, or paste the address of this one"
        case .issuerMismatch: "the redirect comes from another authorization server than the one asked; it was not used"
        case .issuerMissing:
            "the redirect does not name the authorization server, which says that it always does; it was not used"
        case .bareCodeNotAllowed: "the redirect carries a code alone, without the state of this sign-in"
        case .denied: "access was denied: \(words)"
        case .refused: "the server refused to sign in: \(words)"
        }
    }

    /// The server's own words where it has some, else what its code means.
    private var words: String {
        guard let oauthError else { return "no reason was given" }
        guard oauthError.detail == nil, let meaning = Self.meanings[oauthError.code] else {
            return oauthError.description
        }
        return "\(meaning) (\(oauthError.code))"
    }

    /// What the codes mean to the person (RFC 6749 section 4.1.2.1; OpenID Connect Core section 3.1.2.6).
    private static let meanings = [
        "access_denied": "you or the server's policy said no",
        "invalid_request": "it cannot make sense of the request",
        "unauthorized_client": "this client may not ask for a code; look at its registration",
        "unsupported_response_type": "it does not hand out codes this way",
        "invalid_scope": "it does not know one of the scopes, or does not grant it to this client",
        "server_error": "it failed; try again later",
        "temporarily_unavailable": "it is too busy; try again later",
        "login_required": "it wants you to sign in first",
        "consent_required": "it wants your consent first",
        "interaction_required": "it wants to ask you something first",
    ]
}
