import Crypto
import Foundation

/// Proof Key for Code Exchange with `S256` (RFC 7636; R-13).
///
/// Stoke sends it even where a server does not advertise it.
package struct PKCE: Hashable, Sendable {
    /// What is sent with the code, and with nothing before it.
    package let verifier: Redacted
    /// The base64url SHA-256 hash of the verifier.
    package let challenge: String
    /// The only method: SMART forbids `plain`.
    package let method = "S256"

    /// The pair that belongs to a verifier (RFC 7636 section 4.2).
    package init(verifier: Redacted) {
        self.verifier = verifier
        challenge = Data(SHA256.hash(data: Data(verifier.reveal().utf8))).base64URLEncoded
    }

    /// A new pair with 256 bits of chance.
    package static func generate() -> PKCE {
        PKCE(verifier: Redacted(RandomText.generate()))
    }
}
