/// The kind of token that a revocation or introspection request is about (RFC 7009 section 2.1).
package enum TokenKind: String, Hashable, Sendable {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
}

/// The form that names a token, the same to revoke it (RFC 7009 section 2.1) and to introspect it (RFC 7662 section 2.1).
package struct TokenReference: ClientForm, Hashable {
    package let token: Redacted
    package let kind: TokenKind
    package let credentials: ClientCredentials

    /// - Parameter kind: a hint; the server looks among its other tokens too.
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
