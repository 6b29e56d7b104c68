package import Foundation

/// A file descriptor that is closed when its owner ends, and that no child program inherits.
package struct OpenFile: ~Copyable {
    let descriptor: Int32
    private let path: String

    /// Opens a file; one that is created can be read and written by its owner only.
    ///
    /// - Throws: ``HomeError`` with `missing`, `alreadyExists`, `full`, `unwritable` or `refused`.
    package init(_ url: URL, _ flags: Int32) throws(HomeError) {
        path = url.path
        var opened: Int32
        repeat { opened = unsafe open(path, flags | O_CLOEXEC, 0o600) } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw HomeError.system("open", path) }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// Writes all of `bytes` where the file's offset stands.
    ///
    /// - Throws: ``HomeError`` with `full`, `unwritable` or `refused`.
    func write(_ bytes: Data) throws(HomeError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw HomeError.system("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes all of `bytes` at `offset`.
    ///
    /// - Throws: ``HomeError`` with `full`, `unwritable` or `refused`; a part may then be written.
    package func write(_ bytes: Data, at offset: Int) throws(HomeError) {
        var (rest, place) = (bytes[...], offset)
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(place))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw HomeError.system("write", path) }
            rest = rest.dropFirst(count)
            place += count
        }
    }

    /// Reads `count` bytes at `offset`; fewer where the file ends or cannot be read.
    package func read(_ count: Int, at offset: Int) -> Data {
        var bytes = Data(count: count)
        var filled = 0
        while filled < count {
            let place = off_t(offset + filled)
            let part = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, place)
            }
            if part < 0 && errno == EINTR { continue }
            guard part > 0 else { break }
            filled += part
        }
        return bytes.prefix(filled)
    }

    /// Bytes, as the file system counts them.
    package var size: Int {
        var found = stat()
        return unsafe fstat(descriptor, &found) == 0 ? Int(found.st_size) : 0
    }

    /// Takes room on the disk for the first `size` bytes, so that writing there wants none.
    ///
    /// Where the file system cannot promise that (`fallocate(2)`), the C library writes zeros there.
    ///
    /// - Throws: ``HomeError`` with `full`, `unwritable` or `refused`.
    package func reserve(_ size: Int) throws(HomeError) {
        var failure: Int32
        repeat { failure = posix_fallocate(descriptor, 0, off_t(size)) } while failure == EINTR
        guard failure == 0 else {
            errno = failure
            throw HomeError.system("make room in", path)
        }
    }

    /// Waits until the content is on the disk.
    package func sync() throws(HomeError) {
        guard fsync(descriptor) == 0 else { throw HomeError.system("write", path) }
    }

    func truncate() throws(HomeError) {
        guard ftruncate(descriptor, 0) == 0 else { throw HomeError.system("write", path) }
    }
}

extension DiskProblem {
    fileprivate var code: HomeError.Code {
        switch self {
        case .full, .quota: .full
        case .sizeLimit, .readOnly, .denied, .failing: .unwritable
        }
    }
}

extension HomeError {
    /// The failure of the system call that `errno` tells of.
    package static func system(_ verb: String, _ path: String) -> HomeError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        return switch number {
        case ENOENT: HomeError(.missing, "there is no \(path)")
        case EEXIST: HomeError(.alreadyExists, "\(path) is already there; remove or rename it first")
        case ENOTDIR:
            HomeError(.refused, "cannot \(verb) \(path): \(reason); mend that, or set STOKE_HOME to another folder")
        default:
            if let problem = DiskProblem(errno: number) {
                HomeError(problem.code, "cannot \(verb) \(path): \(problem.words)", problem: problem)
            } else {
                HomeError(.refused, "cannot \(verb) \(path): \(reason)")
            }
        }
    }
}
