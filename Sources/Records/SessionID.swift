/// A session's name: `NAME`, or `NAME:LABEL` where an endpoint holds several.
package struct SessionID: Hashable, Sendable {
    /// The endpoint's name, which is its file's.
    package let endpoint: String
    /// Tells several sessions of one endpoint apart; `nil` for the one that bears the endpoint's own name.
    package let label: String?

    /// Takes the parts as they are; what a person wrote is read by ``init(_:)``, which judges it.
    package init(endpoint: String, label: String? = nil) {
        self.endpoint = endpoint
        self.label = label
    }

    /// Reads `NAME` or `NAME:LABEL`; `nil` where either part is not a name.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else { return nil }
        self.init(endpoint: parts[0], label: parts.count == 2 ? parts[1] : nil)
    }

    /// Names are file names: ASCII letters, digits, `.`, `_` and `-`, no dot or dash first, 64 characters at most.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.first, first != ".", first != "-", text.utf8.count <= 64 else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}

extension SessionID: CustomStringConvertible, Comparable, Codable {
    /// As people write it, `NAME` or `NAME:LABEL`; also its name in the vault.
    package var description: String {
        label.map { "\(endpoint):\($0)" } ?? endpoint
    }

    /// By endpoint, then by label; the session without one comes first.
    package static func < (left: SessionID, right: SessionID) -> Bool {
        (left.endpoint, left.label ?? "") < (right.endpoint, right.label ?? "")
    }

    /// Reads the text form.
    ///
    /// - Throws: `DecodingError` where the text is no name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = SessionID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a session name")
        }
        self = id
    }

    /// Writes the text form.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
