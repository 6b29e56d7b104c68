/// Decodes what is typed as text: UTF-8, assembled to characters.
enum TextDecoder {
    /// Takes the run of text at the start of `rest`; `false` where its last character has not come whole.
    static func advance(_ rest: inout ArraySlice<UInt8>, _ keys: inout [KeyPress]) -> Bool {
        var text = ""
        defer { keys += text.map(KeyPress.character) }
        while let first = rest.first, first >= 0x20, first != 0x7F {
            if first < 0x80 {
                text.unicodeScalars.append(Unicode.Scalar(first))
                rest.removeFirst()
                continue
            }
            let length = length(ledBy: first)
            let candidate = rest.prefix(length)
            if candidate.count == length,
                let scalar = String(validating: candidate, as: UTF8.self)?.unicodeScalars.first
            {
                rest = rest.dropFirst(length)
                guard scalar.properties.generalCategory != .control else {
                    keys += text.map(KeyPress.character) + [.unknown]
                    text = ""
                    continue
                }
                text.unicodeScalars.append(scalar)
            } else if candidate.count < length, candidate.dropFirst().allSatisfy(isContinuation) {
                return false
            } else {
                keys += text.map(KeyPress.character) + [.unknown]
                text = ""
                rest = rest.dropFirst().drop(while: isContinuation)
            }
        }
        return true
    }

    /// How many bytes a scalar takes, by the first of them; 1 for one that leads none.
    private static func length(ledBy byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    /// Whether a byte goes on with a scalar that began before it.
    private static func isContinuation(_ byte: UInt8) -> Bool {
        (0x80...0xBF).contains(byte)
    }
}
