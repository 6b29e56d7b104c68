import Foundation
import SMART
import Sessions

extension EndpointFile {
    /// A new file for `endpoint`, with the comments that a person needs to go on with it.
    ///
    /// The text reads back as the same endpoint, for which ``EndpointFolder/add(_:)`` looks; only the access mode's own
    /// scope is left to `access`.
    static func text(of endpoint: Endpoint) -> String {
        """
        # The endpoint “\(endpoint.name)”. This file is yours: Stoke keeps your comments and the order.
        # Secrets are never in it; hand them over with: stoke endpoint secret \(endpoint.name)
        base_url: \(scalar(endpoint.baseURL.text))

        client:
          id: \(scalar(endpoint.client.id))
          # none | client_secret_basic | client_secret_post
          authentication: \(endpoint.client.authentication.rawValue)
          # Loopback: any free port, or the one given. https: sign in by pasting the redirected URL back.
          redirect_uri: \(scalar(endpoint.client.redirectURI.text))

        scopes: \(list(endpoint.scopes.asking(for: .none).words))

        # offline: refresh outlives your presence | online: refresh ends with it | none: no refresh
        access: \(endpoint.access.rawValue)

        """
    }

    /// On one line where it fits, else an entry a line.
    private static func list(_ words: [String]) -> String {
        let items = words.map(scalar)
        let line = "[\(items.joined(separator: ", "))]"
        return line.count <= 90 ? line : items.map { "\n  - " + $0 }.joined()
    }

    /// The text plain where YAML surely reads it so, also inside brackets, else in double quotes.
    private static func scalar(_ text: String) -> String {
        let plain = /[A-Za-z0-9\/][A-Za-z0-9\/_.*~%+=@-]*(:[\/0-9][A-Za-z0-9\/_.*~%+=@-]*)*/
        if text.wholeMatch(of: plain) != nil, !["null", "Null", "NULL"].contains(text) { return text }
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                "\\x" + String(format: "%02X", scalar.value)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
