import Foundation
import SMART

/// Who a token request says it comes from, and what it proves that with (RFC 6749 section 2.3).
struct ClientClaim: Sendable {
    /// `client_id`, from the header or the form.
    let id: String
    /// What the client proves itself with; `nil` for a public client.
    let secret: Redacted?
    /// Whether the `Authorization` header was used; a refusal then carries `WWW-Authenticate`.
    let usesHeader: Bool

    /// Reads the claim of a request; whether it is true is for ``ConfidentialClient`` to say.
    ///
    /// - Parameters:
    ///   - authorization: the header; any scheme but Basic is passed over.
    ///   - parameters: the form.
    /// - Throws: `invalid_request` where two ways of authenticating are mixed, `invalid_client` where there is none.
    init(authorization: String?, parameters: FormParameters) throws(OAuthError) {
        let named = parameters["client_id"]
        guard let authorization, authorization.lowercased().hasPrefix("basic ") else {
            guard let named else {
                throw OAuthError(code: "invalid_client", detail: "the request names no client: client_id is missing")
            }
            self.init(id: named, secret: parameters["client_secret"].map { Redacted($0) }, usesHeader: false)
            return
        }
        let encoded = authorization.dropFirst("basic ".count).drop { $0 == " " }
        guard let pair = Data(base64Encoded: String(encoded)).map({ String(decoding: $0, as: UTF8.self) }),
            let colon = pair.firstIndex(of: ":")
        else { throw OAuthError(code: "invalid_client", detail: "the Basic credentials cannot be read") }
        guard parameters["client_secret"] == nil else {
            throw OAuthError(code: "invalid_request", detail: "the client authenticates in two ways at once")
        }
        let id = String(pair[..<colon])
        guard named == nil || named == id else {
            throw OAuthError(code: "invalid_request", detail: "client_id differs from the client that authenticates")
        }
        self.init(id: id, secret: Redacted(String(pair[pair.index(after: colon)...])), usesHeader: true)
    }

    init(id: String, secret: Redacted?, usesHeader: Bool) {
        self.id = id
        self.secret = secret
        self.usesHeader = usesHeader
    }
}
