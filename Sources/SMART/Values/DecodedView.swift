/// The bytes of a text with encodings undone, each with the place in the text that it comes from.
struct DecodedView: Sendable {
    /// The bytes as far as they are decoded.
    let bytes: [UInt8]
    /// Where in the text each of them stands.
    let source: [Range<Int>]

    /// A text as it is.
    init(_ bytes: [UInt8]) {
        self.init(bytes, source: bytes.indices.map { $0..<($0 + 1) })
    }

    private init(_ bytes: [UInt8], source: [Range<Int>]) {
        self.bytes = bytes
        self.source = source
    }

    /// The same without blanks and without what is no ASCII, such as spaces of no width and hyphens that only show at a line's end.
    var withoutBlanks: DecodedView {
        let kept = bytes.indices.filter { bytes[$0] > 0x20 && bytes[$0] < 0x7F }
        return DecodedView(kept.map { bytes[$0] }, source: kept.map { source[$0] })
    }

    /// The same with one level of percent-encoding, HTML entities and JSON escapes undone; `nil` where there is none.
    var decoded: DecodedView? {
        var result: [UInt8] = []
        var places: [Range<Int>] = []
        var position = 0
        while position < bytes.count {
            let (byte, length) = unit(at: position)
            result.append(byte)
            places.append(source[position].lowerBound..<source[position + length - 1].upperBound)
            position += length
        }
        return result.count == bytes.count ? nil : DecodedView(result, source: places)
    }

    /// The byte that is written at a place, and how many bytes it is written with.
    private func unit(at position: Int) -> (byte: UInt8, length: Int) {
        switch bytes[position] {
        case UInt8(ascii: "%"): hex(at: position + 1, digits: 2).map { ($0, 3) } ?? (bytes[position], 1)
        case UInt8(ascii: "\\"): escape(at: position)
        case UInt8(ascii: "&"): entity(at: position)
        default: (bytes[position], 1)
        }
    }

    /// `\u0041`, `\x41`, and the byte after any other backslash.
    private func escape(at position: Int) -> (byte: UInt8, length: Int) {
        guard position + 1 < bytes.count else { return (bytes[position], 1) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"): return hex(at: position + 2, digits: 4).map { ($0, 6) } ?? (bytes[position], 1)
        case UInt8(ascii: "x"): return hex(at: position + 2, digits: 2).map { ($0, 4) } ?? (bytes[position], 1)
        default: return (bytes[position + 1], 2)
        }
    }

    /// `&#65;`, `&#x41;`, `&amp;` and the other names of ASCII signs that tokens may hold.
    private func entity(at position: Int) -> (byte: UInt8, length: Int) {
        let end = min(bytes.count, position + 12)
        guard let close = bytes[position..<end].firstIndex(of: UInt8(ascii: ";")) else { return (bytes[position], 1) }
        let name = String(decoding: bytes[(position + 1)..<close], as: UTF8.self)
        let length = close - position + 1
        if let byte = Self.names[name] { return (byte, length) }
        guard name.hasPrefix("#") else { return (bytes[position], 1) }
        let digits = name.dropFirst()
        let value = digits.first?.lowercased() == "x" ? UInt8(digits.dropFirst(), radix: 16) : UInt8(digits)
        return value.map { ($0, length) } ?? (bytes[position], 1)
    }

    private static let names: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"), "plus": UInt8(ascii: "+"), "sol": UInt8(ascii: "/"), "period": UInt8(ascii: "."),
        "equals": UInt8(ascii: "="), "lowbar": UInt8(ascii: "_"), "hyphen": UInt8(ascii: "-"),
        "percnt": UInt8(ascii: "%"),
    ]

    /// The value of hexadecimal digits; `nil` where they are none, or stand for no ASCII.
    private func hex(at position: Int, digits: Int) -> UInt8? {
        guard position + digits <= bytes.count else { return nil }
        let values = bytes[position..<position + digits].compactMap(FormEncoding.value(ofHex:))
        guard values.count == digits else { return nil }
        return UInt8(exactly: values.reduce(0) { $0 << 4 | Int($1) })
    }
}
