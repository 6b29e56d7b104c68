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

extension Data {
    /// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5; RFC 7636 appendix A).
    var base64URLEncoded: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
