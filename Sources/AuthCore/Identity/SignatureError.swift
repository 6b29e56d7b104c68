/// Why the signature of an `id_token` proves nothing.
///
/// The session goes on without an identity.
package struct SignatureError: Error, Hashable, Sendable {
    /// What is missing for a proof.
    package enum Code: Hashable, Sendable {
        /// Not three parts of base64url with JSON in the first two.
        case notAToken
        /// `none`, a shared-secret algorithm, or another that SMART does not use.
        case algorithm(String)
        /// Neither the key set nor the issuer's configuration could be fetched or used; in words.
        case noKeys(String)
        /// No published key has the `kid` of the token and fits its algorithm.
        case unknownKey(String?)
        /// None of the keys that fit made it.
        case wrongSignature
    }

    /// What is missing for a proof.
    package let code: Code

    /// - Parameter code: texts in it are cleaned.
    package init(_ code: Code) {
        self.code = code
    }
}

extension SignatureError: CustomStringConvertible {
    /// What is wrong, in one sentence.
    package var description: String {
        switch code {
        case .notAToken: "the id_token is no signed JSON Web Token"
        case .algorithm(let name):
            "the id_token is signed with “\(name)”; only RS256, RS384, ES256 and ES384 prove who signed it"
        case .noKeys(let reason): "the keys to check the id_token with cannot be had: \(reason)"
        case .unknownKey(let kid?): "the id_token is signed with the key “\(kid)”, which the server does not publish"
        case .unknownKey(nil): "the server publishes no key that fits the id_token"
        case .wrongSignature: "the signature of the id_token does not match the server's key"
        }
    }
}
