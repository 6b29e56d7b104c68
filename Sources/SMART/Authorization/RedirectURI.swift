import Foundation

/// Where a server sends the browser back to (RFC 6749 section 3.1.2; RFC 8252 sections 7.3 and 8.3).
///
/// It is `http` on `localhost`, `127.0.0.1` or `[::1]`, where Stoke listens, or `https` anywhere, from where the person pastes the
/// redirected address back. Anything else is refused where it is written: a redirect to `127.0.0.2` is one that nobody receives.
/// The text stays to the letter what was registered, since servers compare it literally.
package struct RedirectURI: Hashable, Sendable {
    /// Where on this machine a redirect arrives.
    package struct Loopback: Hashable, Sendable {
        /// The registered port; `nil` lets any free one serve (RFC 8252 section 7.3).
        package let port: Int?
        /// The path as it is escaped in the address, `/` where there is none.
        package let path: String
        /// Whether only IPv6 can bring the redirect here.
        package let needsIPv6: Bool
    }

    /// The redirect URI as it was written.
    package let text: String
    /// Where Stoke can receive the redirect itself; `nil` where the person pastes the redirected address back.
    package let loopback: Loopback?

    /// `http://127.0.0.1/callback`: this machine, any free port.
    package static let standard = RedirectURI(
        text: "http://127.0.0.1/callback", loopback: Loopback(port: nil, path: "/callback", needsIPv6: false))

    private init(text: String, loopback: Loopback?) {
        self.text = text
        self.loopback = loopback
    }

    /// Reads a redirect URI.
    ///
    /// - Throws: ``RedirectURIError``, which says in words what may stand there instead.
    package init(_ text: String) throws(RedirectURIError) {
        guard text.cleaned == text, !text.contains(where: \.isWhitespace), let components = URLComponents(string: text),
            let host = components.host, !host.isEmpty, components.fragment == nil, components.user == nil,
            components.password == nil
        else { throw RedirectURIError(.unusable, text: text) }
        let isReceived = Self.isReceived(host: host)
        switch components.scheme?.lowercased() {
        case "https": self.init(text: text, loopback: nil)
        case "http" where isReceived:
            let path = components.percentEncodedPath
            let loopback = Loopback(
                port: components.port, path: path.isEmpty ? "/" : path, needsIPv6: ServerAddress.bare(host) == "::1")
            self.init(text: text, loopback: loopback)
        case "http" where ServerAddress.isLoopback(host: host): throw RedirectURIError(.notListenedOn, text: text)
        default: throw RedirectURIError(.unusable, text: text)
        }
    }

    /// The redirect URI with the port that a receiver took; otherwise as it was registered.
    package func onPort(_ port: Int) -> RedirectURI {
        guard let loopback, var components = URLComponents(string: text) else { return self }
        components.port = port
        return RedirectURI(
            text: components.string ?? text,
            loopback: Loopback(port: port, path: loopback.path, needsIPv6: loopback.needsIPv6))
    }

    /// Whether a redirect to `host` comes to the addresses that Stoke listens on, 127.0.0.1 and ::1.
    ///
    /// - Parameter host: in any case, an IPv6 address with its brackets or without.
    /// - Returns: `true` for `localhost` and those two; not for the rest of 127.0.0.0/8, where nobody listens.
    package static func isReceived(host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1"].contains(ServerAddress.bare(host))
    }
}

extension RedirectURI: CustomStringConvertible {
    /// The redirect URI as it was written.
    package var description: String { text }
}

/// A text that cannot be a redirect URI.
package struct RedirectURIError: Error, Hashable, Sendable {
    /// What is wrong with the text.
    package enum Code: Hashable, Sendable {
        /// Neither `http` on this machine nor `https`, or with a fragment, which RFC 6749 section 3.1.2 forbids, or with a user name.
        case unusable
        /// On this machine, at an address that Stoke does not listen on, such as 127.0.0.2.
        case notListenedOn
    }

    /// What is wrong with the text.
    package let code: Code
    /// The text as it was written; not cleaned.
    package let text: String

    /// A verdict on a text.
    ///
    /// - Parameters:
    ///   - code: what is wrong with it.
    ///   - text: the text as it was written.
    package init(_ code: Code, text: String) {
        self.code = code
        self.text = text
    }
}

extension RedirectURIError: CustomStringConvertible {
    /// What is wrong, and what may stand there instead.
    package var description: String {
        let shown = "“\(text.cleaned)” cannot be a redirect URI"
        return switch code {
        case .unusable:
            "\(shown); expected http on this machine, such as \(RedirectURI.standard), or an https address, either without a "
                + "fragment"
        case .notListenedOn:
            "\(shown): Stoke receives redirects on localhost, 127.0.0.1 and [::1] only; register one of these, such as "
                + "\(RedirectURI.standard)"
        }
    }
}
