package import SMART

/// `token_type_hint` (RFC 7009 section 2.1).
package typealias TokenHint = TokenKind
