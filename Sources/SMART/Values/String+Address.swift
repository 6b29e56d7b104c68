extension String {
    /// This address, or part of one, with what no address may hold escaped and all else as it was written (RFC 3986 section 2).
    ///
    /// An escape that is there stays: `%3A` does not become `%253A`. Foundation escapes all of an address, escapes too, where one
    /// character of it is illegal.
    package var escapedWhereIllegal: String {
        let source = Array(utf8)
        // A host may be in letters that are no ASCII, or an IPv6 address in brackets: that is for who resolves it.
        let host = hostRange
        var result: [UInt8] = []
        for (position, byte) in source.enumerated() {
            let isEscape =
                byte == UInt8(ascii: "%") && position + 2 < source.count
                && FormEncoding.value(ofHex: source[position + 1]) != nil
                && FormEncoding.value(ofHex: source[position + 2]) != nil
            if isEscape || Self.isLegal(byte) || host.contains(position) {
                result.append(byte)
            } else {
                result += Array(FormEncoding.escape(byte).utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the authority of an absolute address stands, in bytes; empty in a relative one.
    private var hostRange: Range<Int> {
        let bytes = Array(utf8)
        guard let slashes = bytes.indices.dropLast(2).first(where: { bytes[$0...].starts(with: "://".utf8) }),
            !bytes[..<slashes].contains(where: "/?#".utf8.contains)
        else { return 0..<0 }
        let start = slashes + 3
        return start..<(bytes[start...].firstIndex(where: "/?#".utf8.contains) ?? bytes.count)
    }

    /// Whether a byte may stand in an address: unreserved, or one of the signs that part it (RFC 3986 section 2.2).
    private static func isLegal(_ byte: UInt8) -> Bool {
        FormEncoding.isUnreserved(byte) || ":/?#@!$&'()*+,;=".utf8.contains(byte)
    }
}
