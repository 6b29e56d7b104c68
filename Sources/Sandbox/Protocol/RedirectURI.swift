import Foundation
import SMART

/// An address that an authorization response may be sent to.
///
/// The sandbox registers nobody, so it takes what a native app may use: `http` on a loopback host with any port
/// (RFC 8252 section 7.3), and `https` anywhere.
struct RedirectURI: Hashable, Sendable {
    let text: String

    init?(_ text: String) {
        guard !text.contains("#"), text.allSatisfy({ !$0.isWhitespace }),
            let components = URLComponents(string: text), let host = components.host, !host.isEmpty,
            components.user == nil, components.password == nil
        else { return nil }
        switch components.scheme?.lowercased() {
        case "https": break
        case "http" where FHIRBaseURL.isLoopback(host: host): break
        default: return nil
        }
        self.text = text
    }
}
