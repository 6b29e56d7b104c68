import Foundation

extension OAuthError {
    /// Reads an error body of RFC 6749 section 5.2, also where a vendor named its members otherwise.
    ///
    /// `nil` for everything else. Web frameworks and gateways have JSON error bodies of their own (`"error": "Bad Gateway"`
    /// beside a status number); they say nothing of the grant and must not end a session.
    ///
    /// - Parameters:
    ///   - body: the body of an answer.
    ///   - filter: strikes secrets out of the server's words, before they are cut.
    package init?(reading body: JSONValue, withholding filter: SecretFilter = SecretFilter([])) {
        guard let code = Self.code(in: body) else { return nil }
        let detail = [
            "error_description", "statusmessage", "statusMessage", "error_message", "message", "detail", "status",
        ]
        .lazy.compactMap { body[$0]?.string.flatMap { JSONValue.string($0).words } }.first { $0 != code }
        self.init(
            code: filter.struck(from: String(code.prefix(200))),
            detail: detail.map { String(filter.struck(from: $0.bounded(to: 4_000)).prefix(500)) })
    }

    /// This error without the given secrets, for servers that quote a refused token back.
    package func withholding(_ secrets: [Redacted]) -> OAuthError {
        let filter = SecretFilter(secrets)
        return OAuthError(code: filter.struck(from: code), detail: detail.map(filter.struck))
    }

    /// The error code under whichever name it stands; `nil` where the body is some other error.
    private static func code(in body: JSONValue) -> String? {
        if let code = body["error"]?.string?.trimmingCharacters(in: .whitespaces), !code.isEmpty {
            return registered.contains(code) || couldBeACode(code, in: body) ? code : nil
        }
        return ["status", "error_code", "code"].lazy.compactMap { body[$0]?.string }.first(where: registered.contains)
    }

    /// Whether an unregistered `error` may be a server's own code rather than a reason phrase of HTTP.
    private static func couldBeACode(_ text: String, in body: JSONValue) -> Bool {
        text.allSatisfy { $0.isASCII && !$0.isWhitespace }
            && ["status", "statusCode", "code"].allSatisfy { body[$0]?.number == nil }
    }

    /// The codes that the OAuth Extensions Error Registry knows for the endpoints that Stoke speaks to.
    private static let registered: Set<String> = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
        "invalid_scope", "unsupported_response_type", "access_denied", "server_error", "temporarily_unavailable",
        "authorization_pending", "slow_down", "expired_token", "unsupported_token_type", "invalid_token",
        "insufficient_scope", "invalid_target", "interaction_required", "login_required", "account_selection_required",
        "consent_required",
    ]
}
