import Foundation

/// A form that a client posts to its authorization server and signs with its credentials.
package protocol ClientForm: Sendable {
    /// Who posts the form, and what proves it.
    var credentials: ClientCredentials { get }
    /// The fields of the request itself, secrets in plain.
    var parameters: [(String, String)] { get }
}

extension ClientForm {
    /// The encoded body, client authentication included (RFC 6749, appendix B).
    package var body: Redacted {
        Redacted(FormEncoding.encode(parameters + credentials.fields))
    }

    /// The encoded body without client authentication, for a request that a bearer token authorizes (RFC 7662 section 2.1).
    package var bodyWithoutClient: Redacted {
        Redacted(FormEncoding.encode(parameters))
    }
}

extension ClientCredentials {
    /// The whole `Authorization` header of HTTP Basic; `nil` where the client proves itself in the body or not at all.
    ///
    /// As SMART has it: base64 of the raw `id:secret`, where RFC 6749 section 2.3.1 would escape both first.
    package var authorization: Redacted? {
        guard method == .clientSecretBasic else { return nil }
        let pair = "\(id):\(secret?.reveal() ?? "")"
        return Redacted("Basic " + Data(pair.utf8).base64EncodedString())
    }

    /// What proves the client in the body.
    ///
    /// `client_id` is there only where nothing else names the client.
    fileprivate var fields: [(String, String)] {
        switch method {
        case .none: [("client_id", id)]
        case .clientSecretBasic: []
        case .clientSecretPost: [("client_id", id), ("client_secret", secret?.reveal() ?? "")]
        }
    }
}
