import Foundation
import JWTKit
import SMART

/// The keys that an issuer publishes (RFC 7517 section 5).
///
/// Each is read by itself, for one key of an unknown kind must not cost the others. Several may share one `kid`, as real servers
/// have it; each of them is then tried.
struct PublishedKeys: Sendable {
    private let keys: [JSONValue]

    /// `nil` where `body` is no key set.
    init?(reading body: AnswerBody) {
        guard let keys = body.json?["keys"]?.array else { return nil }
        self.keys = keys
    }

    /// - Throws: ``SignatureError`` where no key fits, or none of those that fit made the signature.
    func verify(_ token: SignedToken) async throws(SignatureError) {
        let candidates = keys.filter { Self.fits($0, token) }
        guard !candidates.isEmpty else { throw SignatureError(.unknownKey(token.keyID?.cleaned)) }
        for candidate in candidates where await Self.verify(token, with: candidate) { return }
        throw SignatureError(.wrongSignature)
    }

    /// Whether a key may have signed the token: by `kid` where the token names one, and never a key for something else.
    private static func fits(_ key: JSONValue, _ token: SignedToken) -> Bool {
        let type = token.algorithm.keyType
        return key["kty"]?.string == type.kty && (type.curve == nil || key["crv"]?.string == type.curve)
            && (key["alg"]?.string ?? token.algorithm.rawValue) == token.algorithm.rawValue
            && (key["use"]?.string ?? "sig") == "sig"
            && (token.keyID == nil || key["kid"]?.string == token.keyID)
    }

    /// Whether the key made the signature; a key that cannot be used made none.
    private static func verify(_ token: SignedToken, with key: JSONValue) async -> Bool {
        // Only the bare public key: a member that JWTKit does not know would make it refuse the key.
        let members = ["kty", "n", "e", "crv", "x", "y"]
        let bare = (key.object ?? [:]).filter { members.contains($0.key) }
        do {
            var jwk = try JSONDecoder().decode(JWK.self, from: JSONEncoder().encode(JSONValue.object(bare)))
            jwk.keyIdentifier = "only"
            // A collection of one, since JWTKit falls back to a default key where it does not know the `kid`.
            let verifier = try await JWTKeyCollection().add(jwk: jwk).getKey(for: "only", alg: token.algorithm.rawValue)
            return try verifier.verify(token.signature, signs: token.signedBytes)
        } catch {
            return false
        }
    }
}
