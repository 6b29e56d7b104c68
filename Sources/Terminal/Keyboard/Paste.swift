/// A bracketed paste that is coming in: everything up to its end mark is text, whatever it looks like.
struct Paste {
    /// The mark that ends a paste, as xterm sends it.
    private static let end = Array("\u{1B}[201~".utf8)
    /// In bytes.
    ///
    /// More is no paste that a field of Stoke could want, and a cut one would be wrong.
    private static let limit = 1 << 20

    /// What has come, the end mark too.
    private var bytes: [UInt8] = []
    /// Whether more came than is kept.
    private var isTooLong = false

    /// Takes all the bytes; the press once the end has come, with what follows it left in `rest`.
    mutating func take(_ rest: inout ArraySlice<UInt8>) -> KeyPress? {
        while let byte = rest.popFirst() {
            bytes.append(byte)
            if byte == Self.end.last, bytes.suffix(Self.end.count).elementsEqual(Self.end) { return finished }
            if bytes.count >= Self.limit {
                isTooLong = true
                bytes.removeFirst(bytes.count - Self.end.count)
            }
        }
        return nil
    }

    /// The press that the whole paste is.
    private var finished: KeyPress {
        if isTooLong { return .unknown }
        let text = String(decoding: bytes.dropLast(Self.end.count), as: UTF8.self)
        return .paste(Self.withUniformLineBreaks(text))
    }

    /// Terminals send the line breaks of a paste as they would the Return key.
    private static func withUniformLineBreaks(_ text: String) -> String {
        String(text.map { $0 == "\r" || $0 == "\r\n" ? "\n" : $0 })
    }
}
