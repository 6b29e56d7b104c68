import Foundation

/// That stdout takes no more.
struct OutputError: Error, CustomStringConvertible {
    /// Whether the reader has gone, such as `head`: it had what it wanted.
    let isReaderGone: Bool
    let description: String

    init(_ error: any Error) {
        let reason = (error as NSError).posixCode
        isReaderGone = reason == EPIPE
        description = unsafe "the result cannot be written to stdout: \(String(cString: strerror(reason)))"
    }
}

extension NSError {
    /// The system's own number, which Foundation puts below one of its own.
    fileprivate var posixCode: Int32 {
        let cause = userInfo[NSUnderlyingErrorKey] as? NSError ?? self
        return cause.domain == NSPOSIXErrorDomain ? Int32(cause.code) : EIO
    }
}
