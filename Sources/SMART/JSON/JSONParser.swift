import Foundation

/// A strict reader of JSON text (RFC 8259): what it takes is JSON, and a number keeps its digits.
///
/// Each function returns `nil` where the text is not what it reads; the document is then refused as a whole.
struct JSONParser {
    /// How deep arrays and objects may lie in each other: far beyond any document, far below what a stack bears.
    static let mostLevels = 256

    private let bytes: [UInt8]
    private var position: Int
    private var level = 0

    /// A reader at the start of a text, past its byte order mark.
    init(_ data: Data) {
        bytes = Array(data)
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The one value that the text is, with nothing but blanks around it.
    mutating func document() -> JSONValue? {
        skipBlanks()
        guard let value = value() else { return nil }
        skipBlanks()
        return position == bytes.count ? value : nil
    }

    /// The byte to read next; `nil` at the end.
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Steps over `byte` where it comes next.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func value() -> JSONValue? {
        switch next {
        case UInt8(ascii: "{"): nested { $0.object() }
        case UInt8(ascii: "["): nested { $0.array() }
        case UInt8(ascii: "\""): string().map(JSONValue.string)
        case UInt8(ascii: "t"): word("true", .bool(true))
        case UInt8(ascii: "f"): word("false", .bool(false))
        case UInt8(ascii: "n"): word("null", .null)
        default: number()
        }
    }

    private mutating func nested(_ read: (inout JSONParser) -> JSONValue?) -> JSONValue? {
        guard level < Self.mostLevels else { return nil }
        level += 1
        defer { level -= 1 }
        position += 1
        skipBlanks()
        return read(&self)
    }

    private mutating func object() -> JSONValue? {
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\""), let name = string() else { return nil }
            skipBlanks()
            guard take(":") else { return nil }
            skipBlanks()
            guard let value = value() else { return nil }
            if value != .null || members[name] == nil { members[name] = value }
            skipBlanks()
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array() -> JSONValue? {
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat {
            skipBlanks()
            guard let element = value() else { return nil }
            elements.append(element)
            skipBlanks()
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
        let letters = Array("\(word)".utf8)
        guard bytes[position...].starts(with: letters) else { return nil }
        position += letters.count
        return value
    }

    /// `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?` (RFC 8259 section 6).
    private mutating func number() -> JSONValue? {
        let start = position
        _ = take("-")
        if !take("0"), digits() == 0 { return nil }
        if take("."), digits() == 0 { return nil }
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            if digits() == 0 { return nil }
        }
        let number = JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
        return number.value.isFinite ? .number(number) : .null
    }

    /// Steps over digits and counts them.
    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }
}

// MARK: Strings

extension JSONParser {
    /// A string in its quotes (RFC 8259 section 7): no bare control character in it, and no half of a surrogate pair.
    private mutating func string() -> String? {
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                content += UTF8.encode(scalar).map(Array.init) ?? []
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    /// What follows a backslash.
    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        if let scalar = Self.escapes[byte] { return scalar }
        guard byte == UInt8(ascii: "u"), let unit = codeUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
        guard take("\\"), take("u"), let low = codeUnit(), (0xDC00..<0xE000).contains(low) else { return nil }
        return Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00)))
    }

    /// Four hexadecimal digits.
    private mutating func codeUnit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = FormEncoding.value(ofHex: bytes[position]) else { return nil }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// The escapes of one letter.
    static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
}
