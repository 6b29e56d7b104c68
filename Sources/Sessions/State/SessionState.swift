/// The states of a session; the raw value is the word shown and written in JSON.
package enum SessionState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Nothing held.
    case signedOut = "signed-out"
    /// An authorization is under way.
    case signingIn = "signing-in"
    /// The access token is valid.
    case live
    /// The access token has expired and refresh keeps failing for passing reasons.
    case stale
    /// The person must sign in again: the refresh token was refused, ran out, or never was.
    case lapsed
    /// A rotation was cut off and the server no longer takes the old refresh token.
    case interrupted
    /// The server refuses the client itself, or its metadata cannot be used.
    case misconfigured
    /// What the vault holds of it does not open.
    case damaged
    /// The vault is locked.
    case locked
}
