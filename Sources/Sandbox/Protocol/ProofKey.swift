import Crypto
import Foundation

/// Proof Key for Code Exchange with the method S256, the only one that SMART allows (RFC 7636; R-13).
struct ProofKey: Hashable, Sendable {
    let challenge: String

    /// Takes a challenge that has the form of a base64url SHA-256.
    init?(challenge: String) {
        guard challenge.utf8.count == 43, challenge.utf8.allSatisfy(Self.isUnreserved) else { return nil }
        self.challenge = challenge
    }

    /// Whether `verifier` has the form that RFC 7636 section 4.1 demands and hashes to the challenge.
    func isProved(by verifier: String) -> Bool {
        guard (43...128).contains(verifier.utf8.count), verifier.utf8.allSatisfy(Self.isUnreserved) else {
            return false
        }
        return Data(SHA256.hash(data: Data(verifier.utf8))).base64URL == challenge
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Data {
    /// Base64 in the URL-safe alphabet, without padding (RFC 4648 section 5).
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
