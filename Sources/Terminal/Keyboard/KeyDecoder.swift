/// Turns the bytes of a terminal into key presses.
///
/// Any bytes may come, in any pieces.
///
/// A value without I/O rather than `get_wch`, which drops characters that arrive in two reads, and gives a paste away
/// letter by letter.
struct KeyDecoder {
    /// The escape sequences of the terminal.
    private let sequences: KeySequences
    /// What has come of a key that is not complete.
    private var pending: [UInt8] = []
    /// The paste that is coming in.
    private var pasted: Paste?

    /// A decoder of these sequences; by default of those that all of today's terminals share.
    init(sequences: KeySequences = KeySequences()) {
        self.sequences = sequences
    }

    /// Whether an Escape has come which is either the key or the start of a sequence: time tells, by ``flush()``.
    var awaitsMore: Bool { pasted == nil && pending == [Byte.escape] }

    /// Takes what was read; the presses that are complete with it.
    mutating func decode(_ bytes: some Sequence<UInt8>) -> [KeyPress] {
        pending += bytes
        var keys: [KeyPress] = []
        var rest = pending[...]
        while !rest.isEmpty, advance(&rest, &keys) {}
        pending = Array(rest)
        return keys
    }

    /// Nothing more came for as long as Escape may wait.
    ///
    /// Only a lone Escape is decided by time. A sequence once begun is ended by its own bytes, lest the letters of a late
    /// arrow key act as commands.
    mutating func flush() -> [KeyPress] {
        guard awaitsMore else { return [] }
        pending = []
        return [.escape]
    }

    /// Decodes one thing from the start of `rest`; `false` where it is not complete.
    private mutating func advance(_ rest: inout ArraySlice<UInt8>, _ keys: inout [KeyPress]) -> Bool {
        if pasted != nil { return advancePaste(&rest, &keys) }
        guard let first = rest.first else { return false }
        switch first {
        case Byte.escape:
            return advanceEscape(&rest, &keys)
        case 0x00...0x1F, 0x7F:
            rest.removeFirst()
            keys.append(Self.control(first))
            return true
        default:
            return TextDecoder.advance(&rest, &keys)
        }
    }

    /// Takes a sequence, or the Escape alone where none begins.
    private mutating func advanceEscape(_ rest: inout ArraySlice<UInt8>, _ keys: inout [KeyPress]) -> Bool {
        switch sequences.match(rest) {
        case .incomplete:
            return false
        case .key(let key, let length):
            rest = rest.dropFirst(length)
            keys.append(key)
        case .pasteStart(let length):
            rest = rest.dropFirst(length)
            pasted = Paste()
        }
        return true
    }

    /// Takes what belongs to the paste; its press once it is whole.
    private mutating func advancePaste(_ rest: inout ArraySlice<UInt8>, _ keys: inout [KeyPress]) -> Bool {
        guard let key = pasted?.take(&rest) else { return false }
        keys.append(key)
        pasted = nil
        return true
    }

    /// The key of a control character, as terminals have sent them since ASCII.
    private static func control(_ byte: UInt8) -> KeyPress {
        switch byte {
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: .unknown
        }
    }
}

/// Bytes by name.
enum Byte {
    /// ESC, with which every sequence begins.
    static let escape: UInt8 = 0x1B
}
