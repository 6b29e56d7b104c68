/// The identifier of an OpenID provider, compared as text but for a suffix that some servers wrongly leave on it.
package struct Issuer: Hashable, Sendable {
    package static let configurationPath = "/.well-known/openid-configuration"

    /// The identifier without the path of its own configuration document.
    package let text: String
    /// Whether the server had left that path on it.
    package let hadConfigurationPath: Bool

    package init(_ text: String) {
        hadConfigurationPath = text.hasSuffix(Self.configurationPath)
        self.text = hadConfigurationPath ? String(text.dropLast(Self.configurationPath.count)) : text
    }

    /// Where the provider's configuration lies (OpenID Connect Discovery 1.0, section 4).
    package var configurationAddress: String {
        (text.hasSuffix("/") ? String(text.dropLast()) : text) + Self.configurationPath
    }

    package static func == (left: Issuer, right: Issuer) -> Bool {
        left.text == right.text
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}
