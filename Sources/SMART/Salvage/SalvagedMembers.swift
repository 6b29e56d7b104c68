import Foundation

/// The members of a token response that lie somewhere in a text which is no proper JSON: among other bytes, in a list, below another
/// member, in a string, as a form, as XML.
///
/// - `members`: by the names that the specifications have for them.
/// - `isWhole`: whether what holds them came to its end, so that a member which is not there was not sent.
struct SalvagedMembers {
    private(set) var members: [String: JSONValue]
    private(set) var isWhole: Bool

    /// How often a text may be a string in another text.
    private static let mostWrappings = 3

    /// How many starts that come to no end are tried: each may cost a look at all that follows.
    private static let mostStarts = 16

    /// Looks for the members in a text in UTF-8; `nil` where no access token is to be found.
    ///
    /// - Parameters:
    ///   - text: in UTF-8.
    ///   - isCut: whether the text is known to be cut off.
    ///   - wrappings: how many other texts this one is a string in.
    init?(in text: [UInt8], isCut: Bool, wrappings: Int = 0) {
        guard wrappings <= Self.mostWrappings,
            let found = Self.inObjects(text, wrappings) ?? Self.inForm(text, isCut: isCut) ?? Self.byNames(text)
        else { return nil }
        self = found
    }

    private init(_ members: [String: JSONValue], isWhole: Bool) {
        self.members = members
        self.isWhole = isWhole
    }

    /// The first value in the text that has an access token, or holds something that has.
    private static func inObjects(_ text: [UInt8], _ wrappings: Int) -> Self? {
        var position = 0
        var startsLeft = mostStarts
        while startsLeft > 0, let start = text[position...].firstIndex(where: opensValues) {
            var reader = LenientJSON(text, at: start)
            if let value = reader.value(), let found = within(value, isWhole: reader.isWhole, wrappings) {
                return found
            }
            // In what cannot be read, the next brace may begin what can.
            position = reader.isWhole ? reader.position : start + 1
            if !reader.isWhole { startsLeft -= 1 }
        }
        return nil
    }

    private static func opensValues(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\"")
    }

    /// The object that has an access token, the outermost first.
    private static func within(_ value: JSONValue, isWhole: Bool, _ wrappings: Int) -> Self? {
        var level = [value]
        while !level.isEmpty {
            var deeper: [JSONValue] = []
            for value in level {
                switch value {
                case .object(let members):
                    let known = members.named
                    if known["access_token"] != nil { return Self(known, isWhole: isWhole) }
                    deeper += members.values
                case .array(let values): deeper += values
                case .string(let text) where text.contains("access_token") && text.contains("{"):
                    guard var inner = Self(in: Array(text.utf8), isCut: false, wrappings: wrappings + 1) else {
                        continue
                    }
                    inner.isWhole = inner.isWhole && isWhole
                    return inner
                default: break
                }
            }
            level = deeper
        }
        return nil
    }

    /// A form (`access_token=…&refresh_token=…`), as the servers of OAuth's drafts answer; of one that was cut the last field may be.
    private static func inForm(_ text: [UInt8], isCut: Bool) -> Self? {
        let separators = Set("&?#\n\r".utf8)
        let fields = text.split(whereSeparator: separators.contains)
        var members: [String: JSONValue] = [:]
        for field in isCut ? fields.dropLast() : fields {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            // A byte order mark, or whatever else stands before the first name, is no part of it.
            let name = String(decoding: parts[0].suffix(while: FormEncoding.isUnreserved), as: UTF8.self)
            guard parts.count == 2, !name.isEmpty else { continue }
            let value = FormEncoding.unescape(
                // A `+` in a token stands for itself: tokens hold no blank, and such servers escape nothing.
                String(decoding: parts[1], as: UTF8.self), plusIsSpace: !name.lowercased().contains("token"))
            members[name] = .string(value)
        }
        let known = members.named
        return known["access_token"] == nil ? nil : Self(known, isWhole: !isCut)
    }

    /// Each member on its own, by its name in quotes or as an XML element: for text whose quotes have lost their pairing.
    private static func byNames(_ text: [UInt8]) -> Self? {
        var members: [String: JSONValue] = [:]
        for name in salvageable {
            let letters = Array(name.utf8)
            for start in text.indices(of: letters) where start > 0 {
                let end = start + letters.count
                guard end < text.count, let value = value(in: text, after: end, opened: text[start - 1]) else {
                    continue
                }
                members[name] = value
            }
        }
        return members["access_token"] == nil ? nil : Self(members, isWhole: false)
    }

    /// What stands after a name: `": "value"`, or `>value</`.
    private static func value(in text: [UInt8], after end: Int, opened: UInt8) -> JSONValue? {
        if opened == UInt8(ascii: "<"), text[end] == UInt8(ascii: ">") {
            guard let close = text[end...].firstIndex(of: UInt8(ascii: "<")) else { return nil }
            return .string(String(decoding: text[(end + 1)..<close], as: UTF8.self))
        }
        guard opened == UInt8(ascii: "\"") || opened == UInt8(ascii: "'"), text[end] == opened,
            let colon = text[(end + 1)...].firstIndex(where: { $0 > 0x20 }), text[colon] == UInt8(ascii: ":")
        else { return nil }
        var reader = LenientJSON(text, at: colon + 1)
        return reader.value()
    }

    private static let salvageable = [
        "access_token", "refresh_token", "expires_in", "token_type", "scope", "id_token", "patient", "encounter",
    ]
}

extension [String: JSONValue] {
    /// These members by the names of the specifications, also where a server writes `accessToken` or `Access-Token`.
    fileprivate var named: [String: JSONValue] {
        let known = [
            "accesstoken": "access_token", "refreshtoken": "refresh_token", "expiresin": "expires_in",
            "tokentype": "token_type", "idtoken": "id_token",
        ]
        var result = self
        for (name, value) in self {
            let bare = name.lowercased().filter { $0 != "_" && $0 != "-" }
            if let proper = known[bare], result[proper] == nil { result[proper] = value }
        }
        return result
    }
}

extension BidirectionalCollection {
    /// The elements at the end that all satisfy a condition.
    fileprivate func suffix(while isWanted: (Element) -> Bool) -> SubSequence {
        self[(lastIndex { !isWanted($0) }.map(index(after:)) ?? startIndex)...]
    }
}

extension [UInt8] {
    /// Where a run of bytes begins, each time that it occurs.
    fileprivate func indices(of run: [UInt8]) -> [Int] {
        guard let first = run.first, count >= run.count else { return [] }
        return self[...(count - run.count)].indices.filter {
            self[$0] == first && self[$0..<($0 + run.count)].elementsEqual(run)
        }
    }
}
