/// How a client proves itself at the token endpoint (SMART App Launch 2.2, sections 4 and 5).
package enum ClientAuthenticationMethod: String, Hashable, Codable, Sendable, CaseIterable {
    /// A public client: nothing but its `client_id` names it.
    case none
    /// The secret in an HTTP Basic header (RFC 6749 section 2.3.1).
    case clientSecretBasic = "client_secret_basic"
    /// The secret in the body, beside `client_id` (RFC 6749 section 2.3.1).
    case clientSecretPost = "client_secret_post"
}

/// A client's identity together with what proves it.
package struct ClientCredentials: Hashable, Sendable {
    /// The `client_id` that registration gave.
    package let id: String
    /// How the client proves itself.
    package let method: ClientAuthenticationMethod
    /// `nil` for a public client.
    package let secret: Redacted?

    /// The credentials of a client; a secret without a method that sends it is never sent.
    package init(id: String, method: ClientAuthenticationMethod = .none, secret: Redacted? = nil) {
        self.id = id
        self.method = method
        self.secret = secret
    }
}
