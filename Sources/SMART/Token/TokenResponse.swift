package import Foundation

/// A successful answer of the token endpoint (RFC 6749 section 5.1; SMART App Launch 2.2, section 3.0.9).
package struct TokenResponse: Hashable, Sendable {
    package var accessToken: Redacted
    package var tokenType: String
    /// Seconds that the access token lives; `nil` where the server did not say.
    package var lifetime: TimeInterval?
    /// The granted scopes; `nil` where the server left them out or empty.
    package var scope: ScopeSet?
    package var refreshToken: Redacted?
    package var refreshDeadline: RefreshDeadline?
    package var idToken: Redacted?
    package var context: LaunchContext
    /// Members that this type does not know.
    ///
    /// Their text is cleaned.
    package var additional: [String: JSONValue]

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
    case at(Date)

    /// The moment itself, for a response that was received at `received`.
    package func date(receivedAt received: Date) -> Date {
        switch self {
        case .after(let seconds): received.addingTimeInterval(seconds)
        case .at(let date): date
        }
    }
}
