package import Foundation

/// The base URL of a FHIR server, as the person wrote it but for a trailing slash.
///
/// It is `https`, or `http` on a loopback host. Its text serves unchanged as `aud`, since servers compare it literally.
package struct FHIRBaseURL: Hashable, Sendable {
    /// The address without a trailing slash.
    package let text: String
    /// The same as a URL, to take apart.
    package let url: URL
    /// The same as an address that requests go to.
    package let address: ServerAddress

    /// - Throws: ``FHIRBaseURLError`` when the text is not an address that tokens may be sent to.
    package init(_ text: String) throws(FHIRBaseURLError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            _ = try ServerAddress(trimmed)
        } catch {
            throw FHIRBaseURLError(error)
        }
        guard let components = URLComponents(string: trimmed), components.query == nil, components.fragment == nil
        else {
            throw FHIRBaseURLError(code: .queryOrFragment, text: trimmed)
        }
        var bare = trimmed
        while bare.hasSuffix("/") { bare.removeLast() }
        guard let url = URL(string: bare), let address = try? ServerAddress(bare) else {
            throw FHIRBaseURLError(code: .notAnAddress, text: trimmed)
        }
        self.text = bare
        self.url = url
        self.address = address
    }

    /// The address of something below the base, such as `metadata` or `Patient/123?_format=json`; only what is illegal is escaped.
    package func appending(_ relative: String) -> URL? {
        URL(string: (text + "/" + relative.drop { $0 == "/" }).escapedWhereIllegal)
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

    /// The port that is written, else the scheme's own.
    private static func port(of components: URLComponents) -> Int {
        components.port ?? (components.scheme?.lowercased() == "https" ? 443 : 80)
    }
}

extension FHIRBaseURL: Codable, CustomStringConvertible {
    /// Reads the plain text of an address.
    ///
    /// - Throws: ``FHIRBaseURLError``.
    package init(from decoder: any Decoder) throws {
        self = try decoder.recurring { try FHIRBaseURL($0) }
    }

    /// Writes the address as plain text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The address without a trailing slash.
    package var description: String { text }
}

/// An address that cannot be a FHIR base URL.
package struct FHIRBaseURLError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with the text.
    package enum Code: Sendable {
        /// What a ``ServerAddressError`` says of any address.
        case notAnAddress, notHTTPS, plainHTTP, credentials
        /// A base URL ends where its path does.
        case queryOrFragment
    }

    /// What is wrong with the text.
    package let code: Code
    /// The text as it was written, without blanks around it; not cleaned.
    package let text: String

    init(code: Code, text: String) {
        self.code = code
        self.text = text
    }

    /// What is wrong with the text as an address at all.
    fileprivate init(_ error: ServerAddressError) {
        text = error.text
        code =
            switch error.code {
            case .notAnAddress: .notAnAddress
            case .notHTTPS: .notHTTPS
            case .plainHTTP: .plainHTTP
            case .credentials: .credentials
            }
    }

    /// What is wrong, and what may stand there instead.
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
