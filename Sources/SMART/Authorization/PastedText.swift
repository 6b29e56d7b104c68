import Foundation

/// What a person pasted, or a browser asked for, as far as it can be taken apart before anyone trusts it.
enum PastedText {
    /// Blanks, quotes, nothing else.
    case nothing
    /// Neither an address, nor a query, nor a code.
    case unreadable
    /// The code alone.
    case bareCode(String)
    /// An address or a query.
    case parameters(Parameters)

    /// Takes text apart, without what mail programs and terminals put around it or break it with.
    init(_ text: String) {
        let wrapping = CharacterSet(charactersIn: "\"'`<>“”‘’«»").union(.whitespacesAndNewlines).union(
            .controlCharacters)
        let bare = text.trimmingCharacters(in: wrapping)
        let unbroken = bare.filter { !$0.isWhitespace }.cleaned
        if unbroken.isEmpty {
            self = .nothing
        } else if let parameters = Parameters(of: unbroken) {
            self = .parameters(parameters)
        } else {
            self = Self.code(in: bare).map(PastedText.bareCode) ?? .unreadable
        }
    }

    /// The text as a code: one word, but for the places where a terminal or mail program broke its line.
    private static func code(in text: String) -> String? {
        let joined = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined()
        let code = FormEncoding.unescape(joined, plusIsSpace: false)
        guard !code.hasPrefix("/"), !code.contains("://"), code.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        return code
    }
}

extension PastedText {
    /// The parameters of a redirect, from its query and its fragment.
    struct Parameters {
        private let fields: [(name: String, value: String)]

        /// `nil` where the text is no address and no query.
        init?(of text: String) {
            let address = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let beforeFragment = address[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let isQueryAlone = Self.looksLikeAQuery(text)
            let isAddress = text.hasPrefix("/") || text.contains("://") || beforeFragment.count == 2
            guard isQueryAlone || isAddress else { return nil }
            let query = isQueryAlone ? address[0] : beforeFragment.count == 2 ? beforeFragment[1] : ""
            let fragment = address.count == 2 ? address[1] : ""
            fields = [query, fragment].flatMap { $0.split(separator: "&") }.map { field in
                let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (FormEncoding.unescape(parts[0]), parts.count == 2 ? String(parts[1]) : "")
            }
        }

        /// The value of a parameter, `+` read as a space; `nil` where it is absent or empty.
        subscript(name: String) -> String? {
            escaped(name).map { FormEncoding.unescape($0).cleaned }
        }

        /// The value of a parameter in which a `+` can only be itself.
        func keepingPlus(_ name: String) -> String? {
            escaped(name).map { FormEncoding.unescape($0, plusIsSpace: false) }
        }

        /// Whether a parameter stands there twice with different values (RFC 6749 section 3.1).
        func isAmbiguous(_ name: String) -> Bool {
            Set(fields.filter { $0.name == name }.map(\.value)).count > 1
        }

        private func escaped(_ name: String) -> String? {
            fields.first { $0.name == name && !$0.value.isEmpty }?.value
        }

        private static func looksLikeAQuery(_ text: String) -> Bool {
            ["code=", "state=", "error=", "iss=", "session_state=", "scope="].contains { text.hasPrefix($0) }
        }
    }
}
