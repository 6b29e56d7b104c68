/// The identifier of an OpenID provider, compared as text but for a suffix that some servers wrongly leave on it.
package struct Issuer: Hashable, Sendable {
    /// What an issuer's identifier is followed by in the address of its configuration (OpenID Connect Discovery 1.0, section 4).
    package static let configurationPath = "/.well-known/openid-configuration"

    /// The identifier without the path of its own configuration document.
    package let text: String
    /// Whether the server had left that path on it.
    package let hadConfigurationPath: Bool

    /// Takes an identifier as a server wrote it, in a document, a token or a redirect.
    package init(_ text: String) {
        hadConfigurationPath = text.hasSuffix(Self.configurationPath)
        self.text = hadConfigurationPath ? String(text.dropLast(Self.configurationPath.count)) : text
    }

    /// Where the provider's configuration lies (OpenID Connect Discovery 1.0, section 4).
    package var configurationAddress: String {
        (text.hasSuffix("/") ? String(text.dropLast()) : text) + Self.configurationPath
    }

    /// Whether both identify one provider, with that path or without.
    package static func == (left: Issuer, right: Issuer) -> Bool {
        left.text == right.text
    }

    /// Hashes what counts for being equal.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}
