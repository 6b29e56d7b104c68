import Foundation
import SMART

/// Where a server sends the browser back to (RFC 8252 sections 7.3 and 8.3).
package struct RedirectURI: Hashable, Sendable {
    package let text: String
    /// Whether Stoke can receive the redirect itself; else the person pastes the redirected URL back.
    package let isLoopback: Bool
    /// The port of a loopback address; `nil` lets any free one serve.
    package let port: Int?

    /// - Throws: ``RedirectURIError`` where the text is neither loopback `http` nor `https`, or has a fragment, which RFC 6749
    ///   section 3.1.2 forbids.
    package init(_ text: String) throws(RedirectURIError) {
        guard let components = URLComponents(string: text), let host = components.host, !host.isEmpty,
            components.fragment == nil, components.user == nil, components.password == nil
        else { throw RedirectURIError(text: text) }
        switch components.scheme?.lowercased() {
        case "https": isLoopback = false
        case "http" where FHIRBaseURL.isLoopback(host: host): isLoopback = true
        default: throw RedirectURIError(text: text)
        }
        self.text = text
        port = isLoopback ? components.port : nil
    }
}

/// A text that cannot be a redirect URI.
package struct RedirectURIError: Error, Hashable, CustomStringConvertible {
    package let text: String

    package var description: String {
        "“\(text.cleaned)” cannot be a redirect URI; expected http on this machine, such as \(Endpoint.defaultRedirectURI), "
            + "or an https address, either without a fragment"
    }
}
