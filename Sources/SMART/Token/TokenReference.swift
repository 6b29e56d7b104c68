/// The kind of token that a revocation or introspection request is about (RFC 7009 section 2.1).
package enum TokenKind: String, Hashable, Sendable {
    /// A token that opens the FHIR server.
    case accessToken = "access_token"
    /// A token that brings new ones.
    case refreshToken = "refresh_token"
}

/// The form that names a token, the same to revoke it (RFC 7009 section 2.1) and to introspect it (RFC 7662 section 2.1).
package struct TokenReference: ClientForm, Hashable {
    /// The token that the request is about.
    package let token: Redacted
    /// What kind of token it is, as a hint to the server.
    package let kind: TokenKind
    /// The client that the token was issued to.
    package let credentials: ClientCredentials

    /// A token that something is asked or said of.
    ///
    /// - Parameters:
    ///   - token: the token itself.
    ///   - kind: a hint; the server looks among its other tokens too.
    ///   - credentials: who asks.
    package init(token: Redacted, kind: TokenKind, credentials: ClientCredentials) {
        self.token = token
        self.kind = kind
        self.credentials = credentials
    }

    /// `token` and `token_type_hint`.
    package var parameters: [(String, String)] {
        [("token", token.reveal()), ("token_type_hint", kind.rawValue)]
    }
}
