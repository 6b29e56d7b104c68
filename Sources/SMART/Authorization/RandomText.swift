import Foundation

/// Unpredictable text for `state`, `nonce` and the PKCE verifier.
enum RandomText {
    /// 256 bits from the system's generator, as 43 URL-safe characters.
    static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64URLEncoded
    }
}
