import CZlib
import Foundation

/// What inflating DEFLATE data (RFC 1951) came to.
struct Inflation: Sendable {
    /// How it ended.
    enum Ending: Sendable {
        /// With the end of the data.
        case whole
        /// With the end of what there is of them.
        case cut
        /// With bytes that are no such data.
        case broken
        /// With more than is taken.
        case tooLarge
    }

    /// The frame around the data: what zlib calls the window bits.
    enum Frame: Int32, Sendable {
        /// gzip (RFC 1952) or zlib (RFC 1950), whichever it is.
        case gzipOrZlib = 47
        /// None, as some servers understand “deflate”.
        case bare = -15
    }

    /// All that came out, also where it ended badly.
    private(set) var output = Data()
    /// How it ended.
    private(set) var ending = Ending.cut

    /// Inflates data, of several gzip members one after the other.
    ///
    /// - Parameters:
    ///   - data: as they came.
    ///   - frame: what is around them.
    ///   - limit: the most bytes that may come out.
    init(_ data: Data, in frame: Frame, limit: Int) {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, frame.rawValue, ZLIB_VERSION, size) == Z_OK else { return }
        defer { unsafe inflateEnd(&stream) }
        var input = Array(data)
        unsafe input.withUnsafeMutableBufferPointer { bytes in
            unsafe stream.next_in = bytes.baseAddress
            unsafe stream.avail_in = UInt32(bytes.count)
            ending = unsafe run(&stream, limit: limit)
        }
    }

    private mutating func run(_ stream: inout z_stream, limit: Int) -> Ending {
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let (status, count) = unsafe piece.withUnsafeMutableBufferPointer { room in
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(room.count)
                let status = unsafe inflate(&stream, Z_NO_FLUSH)
                return (status, room.count - Int(unsafe stream.avail_out))
            }
            guard count <= limit - output.count else { return .tooLarge }
            output += piece.prefix(count)
            switch status {
            case Z_STREAM_END:
                guard unsafe stream.avail_in > 0, unsafe inflateReset(&stream) == Z_OK else { return .whole }
            case Z_OK: continue
            case Z_BUF_ERROR: return .cut
            // Zeros after the last member are padding.
            default: return unsafe output.isEmpty || stream.total_out > 0 ? .broken : .whole
            }
        }
    }
}
