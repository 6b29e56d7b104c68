import Foundation

/// The address of something at a server that codes and tokens may travel to (SMART App Launch 2.2, App Protection; R-1).
///
/// It is `https`, or `http` to this machine alone, and carries no user name and no password. It is made once, where the text
/// enters: from a discovery document, from the person, from a vault. Whoever holds one need not judge it again. The text stays to
/// the letter what was written, since servers compare addresses literally.
package struct ServerAddress: Hashable, Sendable {
    /// The address as it was written.
    package let text: String
    /// The host alone, in small letters and without the brackets of an IPv6 address: what requests to one server are counted by.
    package let host: String
    /// Host and, where it is written, port: the server as the person is told of it, cleaned.
    package let server: String
    /// Whether it is `https`.
    package let isEncrypted: Bool

    /// Reads an address.
    ///
    /// - Throws: ``ServerAddressError`` where the text is no address, or one that tokens may not travel to.
    package init(_ text: String) throws(ServerAddressError) {
        guard text.cleaned == text, !text.contains(where: \.isWhitespace), let components = URLComponents(string: text),
            let scheme = components.scheme?.lowercased(), let host = components.host, !host.isEmpty
        else { throw ServerAddressError(.notAnAddress, text: text) }
        guard scheme == "https" || scheme == "http" else { throw ServerAddressError(.notHTTPS, text: text) }
        guard scheme == "https" || Self.isLoopback(host: host) else { throw ServerAddressError(.plainHTTP, text: text) }
        guard components.user == nil, components.password == nil else {
            throw ServerAddressError(.credentials, text: text)
        }
        self.text = text
        self.host = Self.bare(host)
        server = (host + (components.port.map { ":\($0)" } ?? "")).cleaned
        isEncrypted = scheme == "https"
    }

    /// An address at the same server, which needs no second judgement.
    private init(extending base: ServerAddress, with suffix: String) {
        text = base.text + suffix
        host = base.host
        server = base.server
        isEncrypted = base.isEncrypted
    }

    /// The address of something below this one.
    ///
    /// - Parameter path: a relative path of our own making, such as `metadata`, without a slash before it.
    /// - Returns: this address, a slash, and the path.
    package func appending(_ path: String) -> ServerAddress {
        ServerAddress(extending: self, with: "/" + path)
    }

    /// The address as it goes over the wire: what no address may hold is escaped, and nothing else.
    package var wireText: String { text.escapedWhereIllegal }

    /// The address that a `Location` header read at this one names (RFC 9110 section 10.2.2).
    ///
    /// - Throws: ``ServerAddressError`` where tokens may not travel there.
    package func resolving(_ location: String) throws(ServerAddressError) -> ServerAddress {
        let target = URL(string: location.escapedWhereIllegal, relativeTo: URL(string: text.escapedWhereIllegal))?
            .absoluteURL.absoluteString
        return try ServerAddress(target ?? location)
    }

    /// Whether `host` names this machine alone: `localhost`, 127.0.0.0/8 or `::1`, in brackets or without.
    package static func isLoopback(host: String) -> Bool {
        let bare = bare(host)
        let octets = bare.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return bare == "localhost" || bare == "::1" || (octets.count == 4 && !octets.contains(nil) && octets[0] == 127)
    }

    /// A host in small letters and without the brackets of an IPv6 address.
    static func bare(_ host: String) -> String {
        host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    }
}

extension ServerAddress: Codable, CustomStringConvertible {
    /// Reads the plain text of an address.
    ///
    /// - Throws: ``ServerAddressError`` where it is none that tokens may travel to.
    package init(from decoder: any Decoder) throws {
        self = try decoder.recurring { try ServerAddress($0) }
    }

    /// Writes the address as the plain text that it was read from.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The address as it was written.
    package var description: String { text }
}

/// A text that is no address which codes and tokens may travel to.
package struct ServerAddressError: Error, Hashable, Sendable {
    /// What is wrong with the text.
    package enum Code: Hashable, Sendable {
        /// No absolute address with a host, or one with blanks or control characters.
        case notAnAddress
        /// Neither `https` nor `http`.
        case notHTTPS
        /// `http` to another machine.
        case plainHTTP
        /// A user name or a password stands in it.
        case credentials
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

extension ServerAddressError: CustomStringConvertible {
    /// What is wrong, in words, with the text cut to 200 characters; of one with credentials nothing is quoted.
    package var description: String {
        let shown = text.cleaned.prefix(200)
        return switch code {
        case .notAnAddress: "“\(shown)” is not an address"
        case .notHTTPS: "“\(shown)” is not an https address"
        case .plainHTTP: "“\(shown)” is plain http, which tokens travel over to this machine only"
        case .credentials: "the address carries a user name or password"
        }
    }
}
