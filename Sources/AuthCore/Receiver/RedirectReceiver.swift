/// A listener on 127.0.0.1 and ::1 for the redirect of one authorization (RFC 8252 section 7.3).
package protocol RedirectReceiver: Sendable {
    /// The redirect URI with the port that was taken.
    var redirectURI: String { get }

    /// Serves requests to the redirect path until a judgement ends the wait. `judge` is given each request's target, such as
    /// `/callback?code=…&state=…`, and says what page the browser is shown.
    func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws

    func close() async
}
