package import Foundation

/// That a file or folder is its owner's alone: folders 0700, files 0600.
package enum Privacy {
    /// Creates a folder, and the folders above it, for its owner alone.
    ///
    /// One that is there stays as it is.
    package static func makeFolder(_ url: URL) throws(HomeError) {
        guard unsafe mkdir(url.path, 0o700) != 0 else { return try DurableFile.syncFolder(of: url) }
        switch errno {
        case EEXIST: return
        case ENOENT where url.pathComponents.count > 1:
            try makeFolder(url.deletingLastPathComponent())
            guard unsafe mkdir(url.path, 0o700) == 0 || errno == EEXIST else {
                throw HomeError.system("create", url.path)
            }
            try DurableFile.syncFolder(of: url)
        default: throw HomeError.system("create", url.path)
        }
    }

    /// Creates a folder where others may create theirs too, such as below `/tmp`, and makes sure that it is this user's and no
    /// way to another place.
    ///
    /// - Throws: ``HomeError`` with `unsafePermissions`, `full`, `unwritable` or `refused`.
    package static func makeOwnFolder(_ url: URL) throws(HomeError) {
        guard unsafe mkdir(url.path, 0o700) == 0 || errno == EEXIST else { throw HomeError.system("create", url.path) }
        var found = stat()
        guard unsafe lstat(url.path, &found) == 0 else { throw HomeError.system("look at", url.path) }
        guard found.st_mode & S_IFMT == S_IFDIR else { throw HomeError(.refused, "\(url.path) is not a folder") }
        try check(found, at: url, forbidden: 0o077, mode: "700")
    }

    /// - Throws: ``HomeError`` with `unsafePermissions`, naming the command that mends it; `missing`; `full`, `unwritable` or `refused`.
    package static func checkFolder(_ url: URL) throws(HomeError) {
        let found = try status(of: url)
        guard found.st_mode & S_IFMT == S_IFDIR else { throw HomeError(.refused, "\(url.path) is not a folder") }
        try check(found, at: url, forbidden: 0o077, mode: "700")
    }

    /// - Throws: ``HomeError`` with `unsafePermissions`, naming the command that mends it; `missing`; `full`, `unwritable` or `refused`.
    package static func checkFile(_ url: URL) throws(HomeError) {
        let found = try status(of: url)
        guard found.st_mode & S_IFMT == S_IFREG else { throw HomeError(.refused, "\(url.path) is not a file") }
        try check(found, at: url, forbidden: 0o077, mode: "600")
    }

    /// That nobody else can change a file, for those that hold no secret: others are kept from reading by the folder.
    ///
    /// - Throws: ``HomeError`` with `unsafePermissions`, naming the command that mends it; `missing`; `full`, `unwritable` or `refused`.
    package static func checkUnchangedByOthers(_ url: URL) throws(HomeError) {
        let found = try status(of: url)
        guard found.st_mode & S_IFMT == S_IFREG else { throw HomeError(.refused, "\(url.path) is not a file") }
        try check(found, at: url, forbidden: 0o022, mode: "600")
    }

    private static func status(of url: URL) throws(HomeError) -> stat {
        var found = stat()
        guard unsafe stat(url.path, &found) == 0 else { throw HomeError.system("look at", url.path) }
        return found
    }

    private static func check(_ found: stat, at url: URL, forbidden: mode_t, mode: String) throws(HomeError) {
        let quoted = "'" + url.path.replacing("'", with: #"'\''"#) + "'"
        guard found.st_uid == geteuid() else {
            throw HomeError(
                .unsafePermissions,
                "\(url.path) belongs to user \(found.st_uid) and you are user \(geteuid()); "
                    + "run as its owner, or: sudo chown -R \(geteuid()) \(quoted)")
        }
        guard found.st_mode & forbidden == 0 else {
            let bits = String(found.st_mode & 0o777, radix: 8)
            throw HomeError(
                .unsafePermissions,
                "\(url.path) is open to others (mode \(bits)); make it yours alone: chmod \(mode) \(quoted)")
        }
    }
}
