package import Foundation

/// What a body that is not JSON appears to be.
///
/// It quotes nothing of the body but an HTML title or an XML root element, so that half a token response cannot leak a token.
package enum BodyKind: Hashable, Sendable {
    /// Nothing, or nothing but blanks.
    case empty
    /// A web page, with its title where it has one: often a captive portal or a sign-in page.
    case html(title: String?)
    /// XML, with the name of its root element: often FHIR from a server that ignores `Accept`.
    case xml(root: String?)
    /// Any other text.
    case other

    /// Looks at the first 4 KiB of a body that is no JSON.
    package init(of data: Data) {
        let text = String(decoding: data.prefix(4096), as: UTF8.self).cleaned.trimmingCharacters(in: .whitespaces)
        let lowercased = text.lowercased()
        if text.isEmpty {
            self = .empty
        } else if lowercased.hasPrefix("<!doctype html") || lowercased.contains("<html") {
            self = .html(title: Self.title(in: text))
        } else if lowercased.hasPrefix("<") {
            self = .xml(root: Self.rootElement(in: text))
        } else {
            self = .other
        }
    }

    /// The text of an HTML title, of 80 characters at most.
    private static func title(in text: String) -> String? {
        guard let opening = text.range(of: "<title>", options: .caseInsensitive),
            let closing = text.range(
                of: "</title>", options: .caseInsensitive, range: opening.upperBound..<text.endIndex)
        else { return nil }
        let title = text[opening.upperBound..<closing.lowerBound].trimmingCharacters(in: .whitespaces)
        return title.isEmpty ? nil : String(title.prefix(80))
    }

    /// The name of the first element, past declarations and comments.
    private static func rootElement(in text: String) -> String? {
        text.split(separator: "<").lazy
            .map { $0.prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" || $0 == "_" } }
            .first { !$0.isEmpty }
            .map { String($0.prefix(80)) }
    }
}

extension BodyKind: CustomStringConvertible {
    /// The kind as the object of a sentence: “an HTML page titled …”.
    package var description: String {
        switch self {
        case .empty: "an empty body"
        case .html(let title?): "an HTML page titled “\(title)”"
        case .html(nil): "an HTML page"
        case .xml(let root?): "an XML document (\(root))"
        case .xml(nil): "an XML document"
        case .other: "text that is not JSON"
        }
    }
}
