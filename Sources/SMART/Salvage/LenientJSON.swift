import Foundation

/// A reader of text that is nearly JSON: raw control characters, half surrogates, `NaN`, single quotes, names and values without quotes,
/// commas that are missing or too many, an end that never came.
///
/// Text that was cut off is never taken as whole: a string without its closing quote, and a number that nothing follows, are passed
/// over. What lies deeper than ``mostLevels`` is passed over too.
struct LenientJSON {
    /// How deep arrays and objects are read.
    static let mostLevels = 64

    /// The text, in UTF-8.
    let bytes: [UInt8]
    /// What is read next.
    var position: Int
    /// Whether every object and array so far came to its end.
    private(set) var isWhole = true
    private var level = 0

    /// - Parameters:
    ///   - bytes: text in UTF-8.
    ///   - position: where to begin.
    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte <= 0x20 { position += 1 }
    }

    /// The value that comes next; `nil` where it was cut off, or none is there.
    mutating func value() -> JSONValue? {
        skipBlanks()
        guard let byte = next else {
            isWhole = false
            return nil
        }
        switch byte {
        case UInt8(ascii: "{"): return level < Self.mostLevels ? object() : passOver()
        case UInt8(ascii: "["): return level < Self.mostLevels ? array() : passOver()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return string().map(JSONValue.string)
        default: return bare()
        }
    }

    /// An object, as far as it goes.
    private mutating func object() -> JSONValue {
        var members: [String: JSONValue] = [:]
        level += 1
        defer { level -= 1 }
        position += 1
        while let byte = next {
            if byte == UInt8(ascii: "}") {
                position += 1
                return .object(members)
            }
            guard let name = name() else {
                position += 1
                continue
            }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { continue }
            position += 1
            if let value = value(), value != .null || members[name] == nil { members[name] = value }
        }
        isWhole = false
        return .object(members)
    }

    /// The name of a member, in quotes or without; `nil` where something else comes next.
    private mutating func name() -> String? {
        guard let byte = next else { return nil }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return string() }
        let start = position
        while let byte = next, Self.isNameByte(byte) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func array() -> JSONValue {
        var elements: [JSONValue] = []
        level += 1
        defer { level -= 1 }
        position += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            case UInt8(ascii: ","), 0...0x20, UInt8(ascii: "}"), UInt8(ascii: ":"):
                position += 1
            default:
                let start = position
                if let element = value(), position > start { elements.append(element) }
                // What begins no value is stepped over, lest the same byte be met for ever.
                if position == start { position += 1 }
            }
        }
        isWhole = false
        return .array(elements)
    }

    /// What stands without quotes, up to what ends it: a number, a word, or a token that somebody forgot to quote.
    private mutating func bare() -> JSONValue? {
        let start = position
        while let byte = next, byte > 0x20, !Self.endsBareValues(byte) { position += 1 }
        guard position < bytes.count else {
            isWhole = false
            return nil
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text.lowercased() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "", "null", "nil", "none", "undefined", "nan", "infinity", "+infinity", "-infinity": return .null
        default: return (try? JSONValue(parsing: .init(text.utf8))) ?? .string(text)
        }
    }

    /// Steps over an array or object that lies too deep.
    private mutating func passOver() -> JSONValue? {
        var open = 0
        repeat {
            switch next {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
            case UInt8(ascii: "\""):
                _ = string()
                continue
            case nil:
                isWhole = false
                return nil
            default: break
            }
            position += 1
        } while open > 0
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        FormEncoding.isUnreserved(byte) || byte == UInt8(ascii: "$")
    }

    private static func endsBareValues(_ byte: UInt8) -> Bool {
        [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "<")].contains(byte)
    }
}

// MARK: Strings

extension LenientJSON {
    /// A string in its quotes, of either kind; `nil` where the closing one never came.
    private mutating func string() -> String? {
        guard let quote = next else { return nil }
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case quote: return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += Array(String(escape()).utf8)
            default: content.append(byte)
            }
        }
        isWhole = false
        return nil
    }

    /// What follows a backslash: of an escape that JSON does not know the letter itself, of half a surrogate pair U+FFFD.
    private mutating func escape() -> Unicode.Scalar {
        guard let byte = next else { return "\u{FFFD}" }
        position += 1
        guard byte == UInt8(ascii: "u") else { return JSONParser.escapes[byte] ?? Unicode.Scalar(byte) }
        let unit = codeUnit()
        guard let unit, (0xD800..<0xDC00).contains(unit), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return unit.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}" }
        let start = position
        position += 2
        if let low = codeUnit(), (0xDC00..<0xE000).contains(low) {
            return Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00))) ?? "\u{FFFD}"
        }
        position = start
        return "\u{FFFD}"
    }

    /// Four hexadecimal digits; nothing is stepped over where they are not there.
    private mutating func codeUnit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4].compactMap(FormEncoding.value(ofHex:))
        guard digits.count == 4 else { return nil }
        position += 4
        return digits.reduce(0) { $0 << 4 | UInt32($1) }
    }
}
