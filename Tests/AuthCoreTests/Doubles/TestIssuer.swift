import AuthCore
import Crypto
import CryptoExtras
import Foundation
import SMART

/// An OpenID provider in memory, signing by itself so that nothing under test checks its own work.
struct TestIssuer: Sendable {
    static let issuer = "https://id.example.org/realm"
    static let keySetAddress = "https://id.example.org/realm/keys"

    enum Key: Sendable {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)

        static func made(for algorithm: String) throws -> Key {
            switch algorithm {
            case "ES256": .p256(P256.Signing.PrivateKey())
            case "ES384": .p384(P384.Signing.PrivateKey())
            default: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            }
        }

        /// The public key as a JSON Web Key (RFC 7518 section 6).
        func published(_ extra: [String: JSONValue]) throws -> JSONValue {
            var members = extra
            switch self {
            case .p256(let key):
                let point = key.publicKey.rawRepresentation
                members.merge(Self.point(point, curve: "P-256")) { $1 }
            case .p384(let key):
                let point = key.publicKey.rawRepresentation
                members.merge(Self.point(point, curve: "P-384")) { $1 }
            case .rsa(let key):
                let numbers = try key.publicKey.getKeyPrimitives()
                members["kty"] = .string("RSA")
                members["n"] = .string(Self.encoded(numbers.modulus))
                members["e"] = .string(Self.encoded(numbers.publicExponent))
            }
            return .object(members)
        }

        func signature(of bytes: Data, algorithm: String) throws -> Data {
            switch self {
            case .p256(let key): try key.signature(for: bytes).rawRepresentation
            case .p384(let key): try key.signature(for: bytes).rawRepresentation
            case .rsa(let key) where algorithm == "RS256":
                try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
            case .rsa(let key):
                try key.signature(for: SHA384.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
            }
        }

        private static func point(_ bytes: Data, curve: String) -> [String: JSONValue] {
            [
                "kty": .string("EC"), "crv": .string(curve),
                "x": .string(encoded(bytes.prefix(bytes.count / 2))),
                "y": .string(encoded(bytes.suffix(bytes.count / 2))),
            ]
        }

        static func encoded(_ bytes: Data) -> String {
            bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    static func token(header: [String: JSONValue], claims: [String: JSONValue], signedBy sign: (Data) throws -> Data)
        throws
        -> Redacted
    {
        let parts = try [header, claims].map { Key.encoded(try JSONEncoder().encode(JSONValue.object($0))) }
        let signedPart = parts.joined(separator: ".")
        return Redacted(signedPart + "." + Key.encoded(try sign(Data(signedPart.utf8))))
    }

    static func token(
        _ algorithm: String, by key: Key, kid: String? = "k1", claims: [String: JSONValue]
    ) throws -> Redacted {
        var header: [String: JSONValue] = ["alg": .string(algorithm), "typ": .string("JWT")]
        header["kid"] = kid.map { .string($0) }
        return try token(header: header, claims: claims) { try key.signature(of: $0, algorithm: algorithm) }
    }

    /// A transport that serves the issuer's configuration and `keys`.
    static func transport(
        keys: [JSONValue], configuration: String? = nil, at issuer: String = TestIssuer.issuer
    ) throws -> RecordedTransport {
        let set = String(decoding: try JSONEncoder().encode(JSONValue.object(["keys": .array(keys)])), as: UTF8.self)
        let own = #"{"issuer":"\#(issuer)","jwks_uri":"\#(keySetAddress)"}"#
        return RecordedTransport([
            issuer + "/.well-known/openid-configuration": .json(configuration ?? own), keySetAddress: .json(set),
        ])
    }
}
