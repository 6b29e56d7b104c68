package import Foundation

/// Why the system does not take what is to be written, by its error number: one place, so that a locked file is never called
/// a full disk.
package enum DiskProblem: Hashable, Sendable {
    /// `ENOSPC`.
    case full
    /// `EDQUOT`.
    case quota
    /// `EFBIG`: the process may not write files of that size.
    case sizeLimit
    /// `EROFS`.
    case readOnly
    /// `EACCES`, `EPERM`.
    case denied
    /// `EIO`.
    case failing

    /// Finds out by trying what a folder's disk does not take: for a program that says only that it failed.
    ///
    /// - Parameter folder: where a file of 64 KiB is made, and removed again.
    /// - Returns: `nil` where nothing is wrong with it now.
    package static func found(in folder: URL) -> DiskProblem? {
        let temporary = DurableFile.temporary(besides: folder.appendingPathComponent("probe"))
        defer { unsafe unlink(temporary.path) }
        do throws(HomeError) {
            try OpenFile(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW).reserve(64 << 10)
            return nil
        } catch {
            return error.problem
        }
    }

    /// - Parameter number: an `errno`; another one is no problem of the disk.
    package init?(errno number: Int32) {
        switch number {
        case ENOSPC: self = .full
        case EDQUOT: self = .quota
        case EFBIG: self = .sizeLimit
        case EROFS: self = .readOnly
        case EACCES, EPERM: self = .denied
        case EIO: self = .failing
        default: return nil
        }
    }

    /// What is wrong and what to do about it, to follow a colon.
    package var words: String {
        switch self {
        case .full: "the disk is full; make room and try again"
        case .quota: "your quota on that disk is used up; make room and try again"
        case .sizeLimit: "this process may not write files of that size; raise the limit (ulimit -f) and try again"
        case .readOnly: "the disk is mounted read-only; have it mounted to write, and try again"
        case .denied: "permission denied; mend that, or set STOKE_HOME to another folder"
        case .failing: "the disk fails to read or write (I/O error); see the system's log"
        }
    }
}
