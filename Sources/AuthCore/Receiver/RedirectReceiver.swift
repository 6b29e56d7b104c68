package import SMART

/// A listener on 127.0.0.1 and ::1 for the redirect of one authorization (RFC 8252 section 7.3).
package protocol RedirectReceiver: Sendable {
    /// The redirect URI with the port that was taken.
    var redirectURI: RedirectURI { get }

    /// Serves requests to the redirect path until a judgement ends the wait.
    ///
    /// - Parameter judge: is given each request's target, such as `/callback?code=…&state=…`, and says what page the browser is
    ///   shown.
    /// - Throws: `CancellationError` where the wait ends without such a judgement.
    func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws

    /// Serves the authorization request to browsers of this machine and this user, for as long as the port is open.
    ///
    /// - Parameter address: the authorization request.
    /// - Returns: an address that redirects there and says nothing of it, for a browser's command line; `nil` where none is
    ///   served.
    func offer(_ address: String) -> String?

    /// Frees the port.
    func close() async
}

extension RedirectReceiver {
    package func offer(_ address: String) -> String? { nil }
}

/// What to tell the browser that brought a redirect, and whether the wait is over.
package struct RedirectJudgement: Sendable {
    /// The page's title.
    package let title: String
    /// The page's one paragraph.
    package let words: String
    /// Whether this was the answer that is waited for; otherwise the next request is judged.
    package let endsTheWait: Bool

    /// - Parameters: plain text; the page escapes it.
    package init(title: String, words: String, endsTheWait: Bool) {
        self.title = title
        self.words = words
        self.endsTheWait = endsTheWait
    }
}
