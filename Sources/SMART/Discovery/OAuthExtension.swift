/// The extension of a conformance statement's security section that names the OAuth endpoints, in each of its shapes.
///
/// The host of its URL changed over the years and was mangled by some (`http://DSTU2/fhir-registry.smarthealthit.org/…`),
/// so only the end of the URL counts.
struct OAuthExtension {
    private let url: String
    private let value: JSONValue

    /// The extensions of a security section, also where it has one without a list.
    static func list(_ element: JSONValue) -> [OAuthExtension] {
        guard let extensions = element["extension"] else { return [] }
        return (extensions.array ?? [extensions]).compactMap { value in
            value["url"]?.words.map { OAuthExtension(url: trimmed($0), value: value) }
        }
    }

    /// The addresses of an endpoint: nested in `oauth-uris`, or flat under `…/oauth-uris#authorize`.
    func addresses(of endpoint: OAuthEndpoint) -> [JSONValue] {
        let lowercased = url.lowercased()
        if lowercased.hasSuffix("oauth-uris#" + endpoint.extensionName) { return values }
        guard lowercased.hasSuffix("oauth-uris") else { return [] }
        return Self.list(value).filter { $0.lastPart == endpoint.extensionName }.flatMap(\.values)
    }

    /// The codes of SMART App Launch 1.0's `capabilities` extension.
    var capabilities: [String] {
        guard url.lowercased().hasSuffix("/capabilities") else { return [] }
        return values.compactMap(\.words)
    }

    /// `valueUri` in most; `valueUrl`, `valueString` and others in some.
    private var values: [JSONValue] {
        (value.object ?? [:]).filter { $0.key.hasPrefix("value") }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The name of a nested extension, whose URL is relative in most and absolute in some.
    private var lastPart: String {
        (url.split { $0 == "/" || $0 == "#" }.last.map(String.init) ?? "").lowercased()
    }

    /// A URL without the slash at its end.
    private static func trimmed(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
