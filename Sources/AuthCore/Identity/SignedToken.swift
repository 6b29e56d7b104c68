import Foundation
import SMART

/// A JSON Web Token in compact form, taken apart and not yet believed (RFC 7515 section 3.1).
struct SignedToken: Sendable {
    /// `alg`, one of the four that prove anything.
    let algorithm: SignatureAlgorithm
    /// `kid`, as it stands in the header.
    let keyID: String?
    /// The claims in JSON, not yet parsed.
    let payload: Data
    /// What the signature is over.
    let signedBytes: Data
    /// The signature itself, decoded.
    let signature: Data

    /// Takes a token apart.
    ///
    /// - Throws: ``SignatureError`` with `notAToken` or `algorithm`.
    init(_ text: Redacted) throws(SignatureError) {
        let parts = text.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Self.decoded(parts[0]), let payload = Self.decoded(parts[1]),
            let signature = Self.decoded(parts[2]), let header = try? JSONValue(parsing: headerBytes),
            let algorithm = header["alg"]?.string,
            // Extensions that must be understood are not (RFC 7515 section 4.1.11).
            header["crit"] == nil
        else { throw SignatureError(.notAToken) }
        guard let known = SignatureAlgorithm(rawValue: algorithm) else {
            throw SignatureError(.algorithm(String(algorithm.cleaned.prefix(40))))
        }
        self.algorithm = known
        keyID = header["kid"]?.string
        self.payload = payload
        self.signature = signature
        signedBytes = Data("\(parts[0]).\(parts[1])".utf8)
    }

    /// A part's bytes (RFC 7515 section 2, base64url).
    private static func decoded(_ part: Substring) -> Data? {
        let text = String(part).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding)
    }
}

/// The signature algorithms that SMART servers use for identities.
///
/// There is no `none` and nothing with a shared secret, so a token cannot talk its reader into either.
enum SignatureAlgorithm: String, Hashable, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case es256 = "ES256"
    case es384 = "ES384"

    /// `kty` and, for elliptic curves, `crv` of the keys that can make such a signature (RFC 7518 section 3.1).
    var keyType: (kty: String, curve: String?) {
        switch self {
        case .rs256, .rs384: ("RSA", nil)
        case .es256: ("EC", "P-256")
        case .es384: ("EC", "P-384")
        }
    }
}
