/// Asks the server what it knows of a token (RFC 7662).
package struct IntrospectionRequest: ClientForm, Hashable {
    package let token: Redacted
    package let kind: TokenKind
    package let credentials: ClientCredentials

    package init(token: Redacted, kind: TokenKind, credentials: ClientCredentials) {
        self.token = token
        self.kind = kind
        self.credentials = credentials
    }

    package var parameters: [(String, String)] {
        [("token", token.reveal()), ("token_type_hint", kind.rawValue)]
    }
}
