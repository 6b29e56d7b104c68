/// The escape sequences of keys: those of the terminal's description, and those that all of today's terminals share.
struct KeySequences {
    /// What bytes begin with, and how many of them it takes.
    enum Match: Equatable {
        /// A key.
        case key(KeyPress, length: Int)
        /// The mark that begins a bracketed paste.
        case pasteStart(length: Int)
        /// The beginning of something; what it is, further bytes tell.
        case incomplete
    }

    /// By the bytes, the Escape among them.
    private var described: [[UInt8]: KeyPress] = [:]
    /// Every beginning of a described sequence, to know when more is to come.
    private var prefixes: Set<[UInt8]> = []

    /// - Parameter described: sequences by the terminal's description, which win over the shared ones.
    init(described: [(sequence: [UInt8], key: KeyPress)] = []) {
        let console: [(sequence: [UInt8], key: KeyPress)] = "ABCDE".utf8.enumerated().map { number, letter in
            (Array("\u{1B}[[".utf8) + [letter], .function(number + 1))
        }
        for (sequence, key) in console + described where sequence.first == Byte.escape && sequence.count > 1 {
            self.described[sequence] = key
            for length in 1..<sequence.count { prefixes.insert(Array(sequence.prefix(length))) }
        }
    }

    /// What the bytes, which begin with an Escape, begin with.
    func match(_ bytes: ArraySlice<UInt8>) -> Match {
        if let match = matchDescribed(bytes) { return match }
        guard let second = bytes.dropFirst().first else { return .incomplete }
        switch second {
        case UInt8(ascii: "["): return ControlSequence.match(bytes)
        case UInt8(ascii: "O"): return matchSingleShift(bytes)
        // Alt and a key is the same as Escape and then the key.
        default: return .key(.escape, length: 1)
        }
    }

    /// A sequence of the terminal's description; `nil` where none begins so.
    private func matchDescribed(_ bytes: ArraySlice<UInt8>) -> Match? {
        var head: [UInt8] = []
        for byte in bytes {
            head.append(byte)
            if let key = described[head] { return .key(key, length: head.count) }
            if !prefixes.contains(head) { return nil }
        }
        return .incomplete
    }

    /// SS3, as sent in the keypad's application mode.
    private func matchSingleShift(_ bytes: ArraySlice<UInt8>) -> Match {
        guard let third = bytes.dropFirst(2).first else { return .incomplete }
        if let key = ControlSequence.key(final: third) { return .key(key, length: 3) }
        switch third {
        case UInt8(ascii: "M"): return .key(.enter, length: 3)
        case UInt8(ascii: "j")...UInt8(ascii: "y"):
            return .key(.character(Character(Unicode.Scalar(third - 0x40))), length: 3)
        case 0x21...0x7E: return .key(.unknown, length: 3)
        default: return .key(.escape, length: 1)
        }
    }
}

/// Sequences by terminfo(5).
extension KeySequences {
    /// The sequences of the terminal that ncurses has loaded.
    static func ofLoadedTerminal() -> KeySequences {
        let keys: [(String, KeyPress)] =
            [
                ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
                ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kcbt", .backtab), ("kent", .enter),
            ] + (1...20).map { ("kf\($0)", .function($0)) }
        return KeySequences(described: keys.compactMap { name, key in Terminfo.string(name).map { ($0, key) } })
    }
}
