package import Foundation

/// A successful answer of the token endpoint (RFC 6749 section 5.1; SMART App Launch 2.2, section 3.0.9).
package struct TokenResponse: Hashable, Sendable {
    /// `access_token`, of characters that a header may carry.
    package var accessToken: Redacted
    /// `token_type`: `Bearer` in this spelling, another as the server wrote it.
    package var tokenType: String
    /// Seconds that the access token lives; `nil` where the server did not say.
    package var lifetime: TimeInterval?
    /// The granted scopes; `nil` where the server left them out or empty.
    package var scope: ScopeSet?
    /// `refresh_token`; `nil` where the server sent none, which keeps the one before (RFC 6749 section 6).
    package var refreshToken: Redacted?
    /// When the refresh token ends, where the answer tells it.
    package var refreshDeadline: RefreshDeadline?
    /// `id_token`, not yet believed (OpenID Connect Core section 3.1.3.3).
    package var idToken: Redacted?
    /// The launch context; empty where the answer has none.
    package var context: LaunchContext
    /// Members that this type does not know.
    ///
    /// Their text is cleaned.
    package var additional: [String: JSONValue]

    /// What was odd about the answer, in a sentence that names the server, where the tokens were taken all the same.
    package var oddity: String?

    /// A response with a token and whatever else came with it.
    package init(
        accessToken: Redacted, tokenType: String = "Bearer", lifetime: TimeInterval? = nil, scope: ScopeSet? = nil,
        refreshToken: Redacted? = nil, refreshDeadline: RefreshDeadline? = nil, idToken: Redacted? = nil,
        context: LaunchContext = LaunchContext(), additional: [String: JSONValue] = [:]
    ) {
        self.accessToken = accessToken
        self.tokenType = tokenType
        self.lifetime = lifetime
        self.scope = scope
        self.refreshToken = refreshToken
        self.refreshDeadline = refreshDeadline
        self.idToken = idToken
        self.context = context
        self.additional = additional
    }
}

/// When a refresh token ends, under any of the names that servers use for it.
package enum RefreshDeadline: Hashable, Sendable {
    /// Seconds after the response.
    case after(TimeInterval)
    /// A moment of the server's own choosing.
    case at(Date)

    /// The moment itself, for a response that was received at `received`.
    package func date(receivedAt received: Date) -> Date {
        switch self {
        case .after(let seconds): received.addingTimeInterval(seconds)
        case .at(let date): date
        }
    }
}
