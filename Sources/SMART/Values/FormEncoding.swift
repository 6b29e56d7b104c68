/// `application/x-www-form-urlencoded` text, for bodies and for queries (RFC 6749, appendix B).
///
/// Everything but RFC 3986's unreserved characters is escaped and a space is `%20`, which form and query parsers both read
/// right; only a form parser knows `+`.
package enum FormEncoding {
    /// Fields as text, in order, names and values escaped.
    package static func encode(_ fields: [(String, String)]) -> String {
        fields.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
    }

    /// The fields in order.
    ///
    /// A field without `=` has an empty value; empty fields are passed over.
    package static func decode(_ text: some StringProtocol) -> [(String, String)] {
        text.split(separator: "&").map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (unescape(parts[0]), parts.count == 2 ? unescape(parts[1]) : "")
        }
    }

    /// Text with everything but unreserved characters as `%XX` of its UTF-8 bytes (RFC 3986 section 2.1).
    package static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads escapes and, unless told otherwise, `+` as a space.
    ///
    /// A `%` that starts no escape stands for itself.
    package static func unescape(_ text: some StringProtocol, plusIsSpace: Bool = true) -> String {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var position = 0
        while position < source.count {
            let byte = source[position]
            if byte == UInt8(ascii: "%"), position + 2 < source.count, let high = value(ofHex: source[position + 1]),
                let low = value(ofHex: source[position + 2])
            {
                bytes.append(high << 4 | low)
                position += 3
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                position += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A byte as `%XX`.
    static func escape(_ byte: UInt8) -> String {
        String(decoding: [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]], as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// Whether a byte is one of RFC 3986's unreserved characters, which PKCE verifiers are made of too (RFC 7636 section 4.1).
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// The value of a hexadecimal digit in either case; `nil` for another byte.
    static func value(ofHex digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
