import Crypto
import Foundation
package import SMART

/// The one client that the sandbox knows and that must authenticate; every other client identifier is taken as a public client.
package enum ConfidentialClient {
    /// Its `client_id`.
    package static let id = "sandbox-confidential"
    /// A demonstration secret, shown to whoever asks.
    package static let secret = Redacted("sandbox-secret")

    /// Checks what a client proves itself with.
    ///
    /// - Throws: `invalid_client` (RFC 6749 section 5.2).
    ///
    /// A public client that sends a secret is refused too: it was set up for another server than this.
    static func verify(_ claim: ClientClaim) throws(OAuthError) {
        guard claim.id == id else {
            guard claim.secret == nil else {
                throw OAuthError(
                    code: "invalid_client",
                    detail: "this client is public here and has no secret; the confidential one is \(id)")
            }
            return
        }
        guard let given = claim.secret else {
            throw OAuthError(code: "invalid_client", detail: "\(id) must authenticate with its secret")
        }
        guard digest(of: given) == digest(of: secret) else {
            throw OAuthError(code: "invalid_client", detail: "the secret is wrong")
        }
    }

    /// Digests compare in constant time and have one length.
    private static func digest(of secret: Redacted) -> SHA256.Digest {
        SHA256.hash(data: Data(secret.reveal().utf8))
    }
}
