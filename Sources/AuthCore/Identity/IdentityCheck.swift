package import Foundation
package import SMART

/// What an `id_token` is held against.
package struct IdentityCheck: Sendable {
    /// The advertised issuer; `nil` where the server names none.
    package let issuer: String?
    /// The key set that the server advertises; `nil` leaves the issuer's own.
    package let jwksURI: ServerAddress?
    /// What `aud` must hold.
    package let clientID: String
    /// The nonce of the authorization request; `nil` for an `id_token` that came with a refresh.
    package let nonce: String?
    /// What the token's times are compared with.
    package let now: Date

    /// A check of one token, for one sign-in or one refresh.
    package init(issuer: String?, jwksURI: ServerAddress?, clientID: String, nonce: String?, now: Date) {
        self.issuer = issuer
        self.jwksURI = jwksURI
        self.clientID = clientID
        self.nonce = nonce
        self.now = now
    }
}
