import Foundation

/// Unpredictable text for `state`, `nonce`, the PKCE verifier, and all that the sandbox issues.
package enum RandomText {
    /// 256 bits from the system's generator, as 43 URL-safe characters (RFC 4648 section 5).
    package static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64URLEncoded
    }
}

extension Redacted {
    /// A new secret that nobody can guess.
    ///
    /// - Parameter prefix: what tells its reader the kind of secret, such as `refresh`; a dash follows it.
    /// - Returns: prefix, dash and random text.
    package static func minted(_ prefix: String) -> Redacted {
        Redacted(prefix + "-" + RandomText.generate())
    }
}
