/// How a client proves itself at the token endpoint (SMART App Launch 2.2, sections 4 and 5).
package enum ClientAuthenticationMethod: String, Hashable, Codable, Sendable, CaseIterable {
    case none
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
}

/// A client's identity together with what proves it.
package struct ClientCredentials: Hashable, Sendable {
    package let id: String
    package let method: ClientAuthenticationMethod
    /// `nil` for a public client.
    package let secret: Redacted?

    package init(id: String, method: ClientAuthenticationMethod = .none, secret: Redacted? = nil) {
        self.id = id
        self.method = method
        self.secret = secret
    }
}
