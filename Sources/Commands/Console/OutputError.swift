import Foundation

/// That stdout takes no more.
///
/// A token that was half written is no success: the command fails, also where all else went well.
struct OutputError: Error, CustomStringConvertible {
    /// Whether the reader has gone, such as `head`: it had what it wanted.
    let isReaderGone: Bool
    /// What the system said, for stderr.
    let description: String

    /// Reads what a write by Foundation failed with.
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
