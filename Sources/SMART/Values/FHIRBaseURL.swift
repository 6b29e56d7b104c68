package import Foundation

/// The base URL of a FHIR server, as the person wrote it but for a trailing slash.
///
/// It is `https`, or `http` on a loopback host. Its text serves unchanged as `aud`, since servers compare it literally.
package struct FHIRBaseURL: Hashable, Sendable {
    /// The address without a trailing slash.
    package let text: String
    package let url: URL

    /// - Throws: ``FHIRBaseURLError`` when the text is not an address that tokens may be sent to.
    package init(_ text: String) throws(FHIRBaseURLError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let components = URLComponents(string: trimmed), let scheme = components.scheme?.lowercased(),
            let host = components.host, !host.isEmpty
        else { throw FHIRBaseURLError(code: .notAnAddress, text: trimmed) }
        guard scheme == "https" || scheme == "http" else { throw FHIRBaseURLError(code: .notHTTPS, text: trimmed) }
        guard scheme == "https" || Self.isLoopback(host: host) else {
            throw FHIRBaseURLError(code: .plainHTTP, text: trimmed)
        }
        guard components.user == nil, components.password == nil else {
            throw FHIRBaseURLError(code: .credentials, text: trimmed)
        }
        guard components.query == nil, components.fragment == nil else {
            throw FHIRBaseURLError(code: .queryOrFragment, text: trimmed)
        }
        var bare = trimmed
        while bare.hasSuffix("/") { bare.removeLast() }
        guard let url = URL(string: bare) else { throw FHIRBaseURLError(code: .notAnAddress, text: trimmed) }
        self.text = bare
        self.url = url
    }

    /// The address of something below the base, such as `metadata` or `Patient/123?_format=json`.
    package func appending(_ relative: String) -> URL? {
        URL(string: text + "/" + relative.drop { $0 == "/" })
    }

    /// Whether a token of this server may travel to `other`: same scheme, host, port and path prefix, and no way out of it.
    package func covers(_ other: URL) -> Bool {
        guard let mine = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let theirs = URLComponents(url: other, resolvingAgainstBaseURL: true),
            mine.scheme?.lowercased() == theirs.scheme?.lowercased(),
            mine.host?.lowercased() == theirs.host?.lowercased(),
            Self.port(of: mine) == Self.port(of: theirs), theirs.user == nil
        else { return false }
        // Some servers take a backslash for a slash, and drop what follows a semicolon before they look for dots.
        let segments = theirs.path.split { $0 == "/" || $0 == "\\" }.map { $0.prefix { $0 != ";" } }
        guard !segments.contains("..") else { return false }
        return theirs.path == mine.path || theirs.path.hasPrefix(mine.path + "/")
    }

    /// Whether `host` names this machine alone: `localhost`, 127.0.0.0/8 or `::1`.
    package static func isLoopback(host: String) -> Bool {
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        let octets = bare.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return bare == "localhost" || bare == "::1" || (octets.count == 4 && !octets.contains(nil) && octets[0] == 127)
    }

    private static func port(of components: URLComponents) -> Int {
        components.port ?? (components.scheme?.lowercased() == "https" ? 443 : 80)
    }
}

extension FHIRBaseURL: Codable, CustomStringConvertible {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }
}

/// An address that cannot be a FHIR base URL.
package struct FHIRBaseURLError: Error, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        case notAnAddress, notHTTPS, plainHTTP, credentials, queryOrFragment
    }

    package let code: Code
    package let text: String

    package var description: String {
        let shown = text.cleaned
        return switch code {
        case .notAnAddress: "“\(shown)” is not an address; a FHIR base URL looks like https://fhir.example.org/r4"
        case .notHTTPS: "“\(shown)” is not an https address; Stoke talks to FHIR servers over https"
        case .plainHTTP: "“\(shown)” is plain http; tokens travel over http to this machine only. Use https"
        case .credentials: "the address carries a user name or password; leave it out and sign in instead"
        case .queryOrFragment: "“\(shown)” has a query or fragment; give the FHIR base URL alone"
        }
    }
}
