import Foundation

/// The committed pages of an SQLite write-ahead log, read as bytes (“WAL-mode File Format”, sqlite.org/walformat.html).
///
/// For where SQLite cannot read the log itself, because there is no room or no permission for the index that it wants
/// beside it.
struct WriteAheadLog {
    private static let headerLength = 32
    private static let frameHeaderLength = 24

    /// The newest content of each page, by its number, which counts from 1.
    private(set) var pages: [Int: Data] = [:]
    /// How many pages the database has after the last commit; `nil` where nothing is committed.
    private(set) var pageCount: Int?

    /// Reads the log up to its last commit that is whole; what follows was never committed.
    init(_ bytes: Data) {
        let log = Bytes(bytes)
        guard bytes.count >= Self.headerLength, log.number(0) & 0xFFFF_FFFE == 0x377F_0682 else { return }
        let isBigEndian = log.number(0) & 1 == 1
        let pageSize = Int(log.number(8))
        guard pageSize >= 512, pageSize <= 65_536, pageSize.nonzeroBitCount == 1 else { return }
        var sum = Checksum(isBigEndian: isBigEndian)
        sum.take(log, 0..<24)
        guard sum.first == log.number(24), sum.second == log.number(28) else { return }

        var waiting: [Int: Data] = [:]
        var offset = Self.headerLength
        while offset + Self.frameHeaderLength + pageSize <= bytes.count {
            let page = offset + Self.frameHeaderLength
            // The same salts as in the header: else the frame is of an earlier round of the log.
            guard log.number(offset + 8) == log.number(16), log.number(offset + 12) == log.number(20) else { return }
            sum.take(log, offset..<offset + 8)
            sum.take(log, page..<page + pageSize)
            guard sum.first == log.number(offset + 16), sum.second == log.number(offset + 20) else { return }
            waiting[Int(log.number(offset))] = log.slice(page, pageSize)
            let committed = Int(log.number(offset + 4))
            if committed > 0 {
                pages.merge(waiting) { $1 }
                waiting = [:]
                pageCount = committed
            }
            offset = page + pageSize
        }
    }

    /// Bytes that are read from their beginning, whatever slice they are.
    private struct Bytes {
        let content: [UInt8]

        init(_ data: Data) { content = Array(data) }

        /// A big-endian number of four bytes.
        func number(_ offset: Int) -> UInt32 {
            content[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }

        func slice(_ offset: Int, _ count: Int) -> Data { Data(content[offset..<offset + count]) }
    }

    /// The log's running checksum, over pairs of numbers in the order of bytes that the header names.
    private struct Checksum {
        let isBigEndian: Bool
        private(set) var first: UInt32 = 0
        private(set) var second: UInt32 = 0

        init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

        mutating func take(_ bytes: Bytes, _ range: Range<Int>) {
            for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                first = first &+ word(bytes.number(offset)) &+ second
                second = second &+ word(bytes.number(offset + 4)) &+ first
            }
        }

        private func word(_ number: UInt32) -> UInt32 { isBigEndian ? number : number.byteSwapped }
    }
}
