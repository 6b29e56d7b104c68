import Foundation

/// The texts that the bytes of an answer may be, each in UTF-8, where a strict reader could make nothing of them.
///
/// Tokens and the signs of JSON are ASCII in every encoding in use, so what else the bytes may mean does not matter.
enum AnswerText {
    /// The likeliest text first.
    static func readings(of bytes: Data) -> [[UInt8]] {
        let text = wide(bytes) ?? String(decoding: bytes, as: UTF8.self)
        let plain = Array(text.utf8)
        guard text.contains("&quot;") || text.contains("&#34;") else { return [plain] }
        let unescaped = text.replacing("&quot;", with: "\"").replacing("&#34;", with: "\"").replacing(
            "&amp;", with: "&")
        return [plain, Array(unescaped.utf8)]
    }

    /// The text where it is UTF-16 or UTF-32, with a byte order mark or without; `nil` where it is neither.
    private static func wide(_ bytes: Data) -> String? {
        let sample = Array(bytes.prefix(512))
        let zeros = sample.count { $0 == 0 }
        guard sample.count >= 8, zeros * 10 >= sample.count * 3 else { return nil }
        let width = zeros * 10 >= sample.count * 6 ? 4 : 2
        // ASCII in big-endian order has its zeros first.
        let leading = stride(from: 0, to: sample.count, by: width).count { sample[$0] == 0 }
        let isBigEndian = leading * width * 2 > sample.count
        var units: [UInt32] = []
        let all = Array(bytes)
        for start in stride(from: 0, through: all.count - width, by: width) {
            let unit = all[start..<start + width]
            units.append((isBigEndian ? Array(unit) : unit.reversed()).reduce(0) { $0 << 8 | UInt32($1) })
        }
        return width == 4
            ? String(decoding: units, as: UTF32.self) : String(decoding: units.map { UInt16($0) }, as: UTF16.self)
    }
}
