/// The kind of token that a revocation or introspection request is about (RFC 7009 section 2.1).
package enum TokenKind: String, Hashable, Sendable {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
}
