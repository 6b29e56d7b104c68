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
    ///
    /// - Parameters:
    ///   - data: the body.
    ///   - filter: strikes secrets out of what is quoted, before it is cut.
    package init(of data: Data, withholding filter: SecretFilter = SecretFilter([])) {
        let text = Self.beginning(of: data)
        let lowercased = text.lowercased()
        if text.isEmpty {
            self = .empty
        } else if lowercased.hasPrefix("<!doctype html") || lowercased.contains("<html") {
            self = .html(title: Self.title(in: text, filter))
        } else if lowercased.hasPrefix("<") {
            self = .xml(root: Self.rootElement(in: text, filter))
        } else {
            self = .other
        }
    }

    /// The text of an HTML title, of 80 characters at most.
    private static func title(in text: String, _ filter: SecretFilter) -> String? {
        guard let opening = text.range(of: "<title>", options: .caseInsensitive),
            let closing = text.range(
                of: "</title>", options: .caseInsensitive, range: opening.upperBound..<text.endIndex)
        else { return nil }
        let title = text[opening.upperBound..<closing.lowerBound].trimmingCharacters(in: .whitespaces)
        return title.isEmpty ? nil : filter.struck(from: title).bounded(to: 80)
    }

    /// The name of the first element, past declarations and comments.
    private static func rootElement(in text: String, _ filter: SecretFilter) -> String? {
        text.split(separator: "<").lazy
            .map { $0.prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" || $0 == "_" } }
            .first { !$0.isEmpty }
            .map { filter.struck(from: String($0)).bounded(to: 80) }
    }

    private static func beginning(of data: Data) -> String {
        String(decoding: data.prefix(4096), as: UTF8.self).cleaned.trimmingCharacters(in: .whitespaces)
    }

    /// What a body of plain text says, of 200 characters at most; `nil` where it is no prose but data, which may hold tokens.
    ///
    /// - Parameters:
    ///   - data: the body of an answer of failure; half a token response would not begin as prose does.
    ///   - filter: strikes secrets out, before it is cut.
    /// - Returns: the words, cleaned.
    package static func prose(in data: Data, withholding filter: SecretFilter) -> String? {
        let text = beginning(of: data)
        guard let first = text.unicodeScalars.first, !"{}[]<>()\"'=&?%\u{FFFD}".unicodeScalars.contains(first),
            !text.contains("access_token"), !data.prefix(4096).contains(0)
        else { return nil }
        return filter.struck(from: text).bounded(to: 200)
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
