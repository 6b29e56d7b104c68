import Crypto
import Foundation
import SMART

/// Proof Key for Code Exchange with the method S256, the only one that SMART allows (RFC 7636; R-13).
struct ProofKey: Hashable, Sendable {
    /// The base64url SHA-256 of the verifier.
    let challenge: String

    /// Takes a challenge that has the form of a base64url SHA-256.
    init?(challenge: String) {
        guard challenge.utf8.count == 43, challenge.utf8.allSatisfy(FormEncoding.isUnreserved) else { return nil }
        self.challenge = challenge
    }

    /// Whether `verifier` has the form that RFC 7636 section 4.1 demands and hashes to the challenge.
    func isProved(by verifier: String) -> Bool {
        guard (43...128).contains(verifier.utf8.count), verifier.utf8.allSatisfy(FormEncoding.isUnreserved) else {
            return false
        }
        return Data(SHA256.hash(data: Data(verifier.utf8))).base64URLEncoded == challenge
    }
}
