package import Foundation

/// What an `id_token` is held against.
package struct IdentityCheck: Sendable {
    package let issuer: String?
    package let jwksURI: String?
    package let clientID: String
    /// The nonce of the authorization request; `nil` for an `id_token` that came with a refresh.
    package let nonce: String?
    package let now: Date

    package init(issuer: String?, jwksURI: String?, clientID: String, nonce: String?, now: Date) {
        self.issuer = issuer
        self.jwksURI = jwksURI
        self.clientID = clientID
        self.nonce = nonce
        self.now = now
    }
}
