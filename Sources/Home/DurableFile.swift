package import Foundation

/// Small text files that are either wholly there or not at all, also after a power cut.
///
/// `Data.write(.atomic)` will not do: it leaves mode 0644 and does not make the folder's entry durable.
package enum DurableFile {
    /// Writes `text` to `url`, in place of what was there.
    ///
    /// The file is its owner's alone (0600).
    ///
    /// - Throws: ``HomeError`` with `missing` (no such folder) `full` or `refused`; what was there is then untouched.
    package static func write(_ text: String, to url: URL) throws(HomeError) {
        try withTemporary(text, besides: url) { temporary throws(HomeError) in
            guard unsafe rename(temporary.path, url.path) == 0 else { throw HomeError.system("write", url.path) }
        }
    }

    /// Writes `text` to `url`, where nothing may be.
    ///
    /// - Throws: ``HomeError`` with `alreadyExists`, `missing` (no such folder) `full` or `refused`.
    package static func create(_ text: String, at url: URL) throws(HomeError) {
        try withTemporary(text, besides: url) { temporary throws(HomeError) in
            try publish(temporary, as: url)
        }
    }

    /// Removes a file for good.
    ///
    /// - Throws: ``HomeError`` with `missing` `full` or `refused`.
    package static func remove(_ url: URL) throws(HomeError) {
        guard unsafe unlink(url.path) == 0 else { throw HomeError.system("remove", url.path) }
        try syncFolder(of: url)
    }

    /// Gives a finished file its name, in one step and only where the name is free: `rename` would overwrite.
    package static func publish(_ temporary: URL, as url: URL) throws(HomeError) {
        guard unsafe link(temporary.path, url.path) == 0 else { throw HomeError.system("write", url.path) }
        unsafe unlink(temporary.path)
    }

    /// A name in the same folder, which no listing of the folder's files takes for one of them.
    package static func temporary(besides url: URL) -> URL {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(random).tmp")
    }

    /// Makes the names in the file's folder durable: a new, renamed or removed file is not, before that.
    ///
    /// - Throws: ``HomeError`` with `missing`, `full` or `refused`.
    package static func syncFolder(of url: URL) throws(HomeError) {
        try OpenFile(url.deletingLastPathComponent(), O_RDONLY | O_DIRECTORY).sync()
    }

    private static func withTemporary(
        _ text: String, besides url: URL, _ publish: (URL) throws(HomeError) -> Void
    ) throws(HomeError) {
        let temporary = temporary(besides: url)
        do {
            let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            try file.write(Data(text.utf8))
            try file.sync()
            try publish(temporary)
            try syncFolder(of: url)
        } catch {
            unsafe unlink(temporary.path)
            throw error
        }
    }
}
