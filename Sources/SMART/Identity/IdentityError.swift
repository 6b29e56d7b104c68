/// Why an `id_token` was not accepted.
///
/// The identity is then not used; the session goes on.
package struct IdentityError: Error, Hashable, Sendable {
    /// The check that failed.
    package enum Code: Hashable, Sendable {
        /// The payload is no JSON object.
        case unreadable
        /// A required claim is absent or of the wrong type.
        case missingClaim(String)
        /// Signed by another provider than the one asked.
        case otherIssuer(String)
        /// Issued to other clients.
        case otherAudience([String])
        /// Of several clients, handed to another (`azp`).
        case otherAuthorizedParty(String)
        /// Its end has passed, with ``IDTokenClaims/leeway``.
        case expired
        /// One of the two clocks is wrong.
        case issuedInTheFuture
        /// `nbf` has not come yet.
        case notYetValid
        /// The nonce of another sign-in, or none.
        case otherNonce
    }

    /// The first check that failed.
    package let code: Code

    /// - Parameter code: texts in it are the server's, cleaned.
    package init(_ code: Code) {
        self.code = code
    }
}

extension IdentityError: CustomStringConvertible {
    /// What is wrong with the token, in one sentence.
    package var description: String {
        switch code {
        case .unreadable: "the id_token's content is no JSON object"
        case .missingClaim(let name): "the id_token has no usable “\(name)”"
        case .otherIssuer(let issuer): "the id_token was issued by \(issuer), not by the server asked"
        case .otherAudience(let clients):
            "the id_token was issued to \(clients.joined(separator: ", ")), not to this client"
        case .otherAuthorizedParty(let client): "the id_token was handed to \(client), not to this client"
        case .expired: "the id_token has expired"
        case .issuedInTheFuture: "the id_token was issued in the future; compare the clocks"
        case .notYetValid: "the id_token is not valid yet; compare the clocks"
        case .otherNonce: "the id_token belongs to another sign-in: its nonce is not the one sent"
        }
    }
}
