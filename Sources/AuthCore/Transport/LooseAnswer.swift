import Foundation

/// An HTTP answer as it came over the wire, read without trust in its framing: lengths may lie, chunks may be missing.
struct LooseAnswer: Sendable {
    /// The status, where there is a status line.
    let status: Int?
    /// `Content-Encoding`.
    private let coding: String?
    /// What follows the head.
    private let rest: Data
    /// All of it.
    private let everything: Data

    /// The most bytes that a compressed body is inflated to.
    private static let mostInflated = 4 << 20

    /// Takes an answer apart, past interim answers (RFC 9110 section 15.2); without a status line all is body.
    init(_ wire: Data) {
        var rest = Data(wire)
        var status: Int?
        var headers: [Substring] = []
        while rest.starts(with: Data("HTTP/".utf8)), status.map({ (100..<200).contains($0) }) ?? true {
            let end = Self.endOfHead(in: rest)
            headers = String(decoding: rest[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
            let words = headers.first?.split(separator: " ") ?? []
            status = words.count > 1 ? Int(words[1]) : nil
            rest = Data(rest[end...])
            if status == nil { break }
        }
        self.status = status
        self.rest = rest
        everything = wire
        coding =
            headers.lazy.compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                let isCoding = parts.count == 2 && parts[0].lowercased() == "content-encoding"
                return isCoding ? parts[1].trimmingCharacters(in: .whitespaces) : nil
            }.first
    }

    /// Whether anything came that may be a body.
    var hasBody: Bool { rest.contains { $0 > 0x20 } }

    /// How many bytes follow the head.
    var sizeAfterHead: Int { rest.count }

    /// What the body may be, the likeliest first.
    ///
    /// What comes in chunks is never read as it is: the sizes between them would pass for values.
    var bodies: [Data] {
        let unchunked = Self.unchunked(rest)
        let framed = [unchunked ?? rest]
        // The coding that the server names, and the one that it forgot to name.
        let plain = [coding, "gzip"].flatMap { coding in
            framed.compactMap { try? ContentCoding.decoded($0, by: coding, limit: Self.mostInflated).body }
        }
        let bare = framed.map { Inflation($0, in: .bare, limit: Self.mostInflated).output }.filter { !$0.isEmpty }
        return plain + framed + bare + (unchunked == nil ? [everything] : [])
    }

    /// Where the head ends: after the first empty line, or at the end.
    private static func endOfHead(in bytes: Data) -> Data.Index {
        let ends = ["\r\n\r\n", "\n\n", "\r\r"].compactMap { bytes.range(of: Data($0.utf8))?.upperBound }
        return ends.min() ?? bytes.endIndex
    }

    /// The content of chunks (RFC 9112 section 7.1), as far as it goes; `nil` where the bytes do not begin as a chunk does.
    ///
    /// A chunk that is longer than it says goes on to the next line; what follows no size is taken as it is.
    private static func unchunked(_ bytes: Data) -> Data? {
        var content = Data()
        var rest = bytes
        guard size(of: &rest) != nil else { return nil }
        rest = bytes
        while let size = size(of: &rest) {
            if size == 0 { return content }
            content += rest.prefix(size)
            rest = rest.dropFirst(size)
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            content += line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            rest = rest.dropFirst(line.count + 1)
        }
        return content + rest
    }

    /// The size that a chunk begins with, and steps over its line.
    private static func size(of rest: inout Data) -> Int? {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        let digits = String(decoding: line, as: UTF8.self).prefix { $0.isHexDigit }
        // Behind the digits there is nothing, or an extension: a form may begin with letters that are digits too.
        let next = line.dropFirst(digits.count).first.map { ";\r \t".utf8.contains($0) } ?? true
        guard line.count < rest.count, line.count < 100, digits.count < 8, next, let size = Int(digits, radix: 16)
        else { return nil }
        rest = rest.dropFirst(line.count + 1)
        return size
    }
}
