import Foundation

/// A registered redirect URI on this machine (RFC 8252 section 7.3).
struct LoopbackRedirectURI: Hashable, Sendable {
    private let components: URLComponents
    /// The registered port; any free one where it names none.
    let port: Int?
    /// The only path that is served.
    let path: String
    /// Whether only IPv6 can bring the redirect here.
    let needsIPv6: Bool

    /// `nil` where the redirect does not come to this machine over plain http.
    init?(_ text: String) {
        guard let components = URLComponents(string: text), components.scheme?.lowercased() == "http",
            components.user == nil, let host = components.host.map(Self.bare), Self.hosts.contains(host)
        else { return nil }
        self.components = components
        port = components.port
        path = components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath
        needsIPv6 = host == "::1"
    }

    /// The redirect URI with the port that was taken; otherwise as registered, since servers compare it literally.
    func text(port: Int) -> String? {
        var components = components
        components.port = port
        return components.string
    }

    /// Whether a `Host` header names this machine.
    ///
    /// A web page that had its own name resolved to 127.0.0.1 sends that name.
    static func isOwn(authority: String?) -> Bool {
        guard let authority, let host = URLComponents(string: "http://" + authority)?.host else { return false }
        return hosts.contains(bare(host))
    }

    private static let hosts: Set<String> = ["localhost", "127.0.0.1", "::1"]

    private static func bare(_ host: String) -> String {
        host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    }
}
