import Foundation
import Home

/// A pipe whose first 4 KiB are kept and whose rest is read and dropped, so that its writer never waits.
struct CapturedPipe: ~Copyable {
    private static let limit = 4096

    /// What was read so far, at most 4 KiB.
    private(set) var captured = Data()
    /// The descriptor for the child; -1 once it is closed here.
    private(set) var writingEnd: Int32
    private var readingEnd: Int32

    /// Opens a pipe whose ends no child inherits unless it is given them.
    ///
    /// - Throws: ``VaultError`` with `file` where no descriptor is left.
    init() throws(VaultError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw VaultError(HomeError.system("open", "a pipe")) }
        (readingEnd, writingEnd) = (ends[0], ends[1])
        _ = fcntl(readingEnd, F_SETFD, FD_CLOEXEC)
        _ = fcntl(writingEnd, F_SETFD, FD_CLOEXEC)
        _ = fcntl(readingEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if readingEnd >= 0 { close(readingEnd) }
        if writingEnd >= 0 { close(writingEnd) }
    }

    /// Closes this process's copy; without that the pipe never ends.
    mutating func closeWritingEnd() {
        close(writingEnd)
        writingEnd = -1
    }

    /// Reads what is there now.
    mutating func drain() {
        var buffer = [UInt8](repeating: 0, count: Self.limit)
        while readingEnd >= 0 {
            let count = unsafe read(readingEnd, &buffer, buffer.count)
            if count > 0 {
                captured.append(contentsOf: buffer.prefix(min(count, Self.limit - captured.count)))
            } else if count == 0 {
                close(readingEnd)
                readingEnd = -1
            } else if errno != EINTR {
                return
            }
        }
    }

    /// Waits until there is something to read.
    ///
    /// A pipe at its end has a descriptor of -1, which `poll` passes over.
    static func wait(for first: borrowing CapturedPipe, _ second: borrowing CapturedPipe, milliseconds: Int32) {
        var descriptors = [first.readingEnd, second.readingEnd].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    }
}
