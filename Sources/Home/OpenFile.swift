package import Foundation

/// A file descriptor that is closed when its owner ends, and that no child program inherits.
package struct OpenFile: ~Copyable {
    let descriptor: Int32
    private let path: String

    /// Opens a file; one that is created can be read and written by its owner only.
    ///
    /// - Throws: ``HomeError`` with `missing`, `alreadyExists`, `full` or `refused`.
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

    func write(_ bytes: Data) throws(HomeError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw HomeError.system("write", path) }
            rest = rest.dropFirst(count)
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

extension HomeError {
    /// The failure of the system call that `errno` tells of.
    package static func system(_ verb: String, _ path: String) -> HomeError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        return switch number {
        case ENOENT: HomeError(.missing, "there is no \(path)")
        case EEXIST: HomeError(.alreadyExists, "\(path) is already there; remove or rename it first")
        case ENOSPC, EDQUOT: HomeError(.full, "cannot \(verb) \(path): the disk is full; make room and try again")
        case EROFS, EACCES, EPERM, ENOTDIR:
            HomeError(.refused, "cannot \(verb) \(path): \(reason); mend that, or set STOKE_HOME to another folder")
        default: HomeError(.refused, "cannot \(verb) \(path): \(reason)")
        }
    }
}
