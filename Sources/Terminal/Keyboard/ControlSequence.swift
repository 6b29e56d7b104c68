/// CSI sequences (ECMA-48, as xterm uses them for keys).
///
/// Modifiers are passed over: Shift and Up is Up.
enum ControlSequence {
    /// No key has as many bytes; what has is rubbish.
    private static let longest = 64

    /// What the bytes, which begin with `ESC [`, begin with.
    static func match(_ bytes: ArraySlice<UInt8>) -> KeySequences.Match {
        let body = bytes.dropFirst(2)
        let parameters = body.prefix { (0x20...0x3F).contains($0) }
        let length = 2 + parameters.count
        guard let final = bytes.dropFirst(length).first else {
            return length > longest ? .key(.unknown, length: length) : .incomplete
        }
        // A byte that cannot be in a sequence begins something new.
        guard (0x40...0x7E).contains(final) else { return .key(.unknown, length: length) }
        guard final == UInt8(ascii: "~") else { return .key(key(final: final) ?? .unknown, length: length + 1) }
        let number = Int(String(decoding: parameters.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self))
        if number == 200 { return .pasteStart(length: length + 1) }
        return .key(number.flatMap(key(number:)) ?? .unknown, length: length + 1)
    }

    /// The key of a sequence that its last byte tells; `nil` for none that Stoke knows.
    static func key(final: UInt8) -> KeyPress? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "Z"): .backtab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + 1)
        default: nil
        }
    }

    /// The key of a sequence that ends in `~`, by its first number.
    private static func key(number: Int) -> KeyPress? {
        switch number {
        case 1, 7: .home
        case 4, 8: .end
        case 3: .delete
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }
}
