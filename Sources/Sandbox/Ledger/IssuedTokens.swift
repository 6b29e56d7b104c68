import Foundation
import SMART

/// What a token request earned.
struct IssuedTokens: Sendable {
    /// The grant that all of them belong to.
    let grant: Grant
    let accessToken: Redacted
    /// Seconds.
    let accessLifetime: TimeInterval
    /// What the answer names as granted, after the faults.
    let scope: ScopeSet
    /// The patient that the answer names; another one where a fault says so.
    let patient: String?
    /// `nil` where none was asked for, or a fault withholds it.
    let refreshToken: Redacted?
    /// Seconds until refreshing ends; `nil` where no end is set.
    let refreshLifetime: TimeInterval?
    /// Whether this answers an authorization code, and not a refresh.
    let isFirst: Bool
}

/// How a fault bends what the ledger issues.
struct IssueTerms: Sendable {
    /// Whether a refresh replaces its token.
    var rotates = true
    /// Whether the answer lacks a refresh token.
    var withholdsRefreshToken = false
    /// The scopes that the answer lacks.
    var dropped: ScopeSet?
    /// Whether every resource scope but the first is lacking.
    var dropsMostScopes = false
    /// The patient in place of the one that was chosen.
    var otherPatient: String?

    /// The scopes that the answer has in place of `scope`.
    func narrowing(_ scope: ScopeSet) -> ScopeSet {
        var words = scope.words
        if let dropped { words.removeAll { dropped.words.contains($0) } }
        if dropsMostScopes {
            let resources = words.filter { if case .resource = Scope($0) { true } else { false } }
            words.removeAll { resources.dropFirst().contains($0) }
        }
        return ScopeSet(words: words)
    }
}
