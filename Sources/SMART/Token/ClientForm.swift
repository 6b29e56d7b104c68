import Foundation

/// A form that a client posts to its authorization server and signs with its credentials.
package protocol ClientForm: Sendable {
    var credentials: ClientCredentials { get }
    /// The fields of the request itself, secrets in plain.
    var parameters: [(String, String)] { get }
}

extension ClientForm {
    /// The headers, client authentication included.
    ///
    /// They hold a secret: never log them.
    package var headers: [(String, String)] {
        [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")] + credentials.headers
    }

    /// The encoded body, client authentication included.
    ///
    /// It holds secrets: never log it.
    package var body: String {
        FormEncoding.encode(parameters + credentials.fields)
    }
}

extension ClientCredentials {
    /// HTTP Basic as SMART has it: base64 of the raw `id:secret`, where RFC 6749 would escape both first.
    fileprivate var headers: [(String, String)] {
        guard method == .clientSecretBasic else { return [] }
        let pair = "\(id):\(secret?.reveal() ?? "")"
        return [("Authorization", "Basic " + Data(pair.utf8).base64EncodedString())]
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
