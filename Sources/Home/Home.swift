package import Foundation

/// Where Stoke keeps what is the person's: `STOKE_HOME` with everything under it, else the XDG folders.
package struct Home: Hashable, Sendable {
    /// The folder of `endpoints/NAME.yaml`.
    package let endpointsFolder: URL
    /// The vault and the lock.
    package let dataFolder: URL
    private let configurationFolder: URL

    /// Finds the home of a process with this environment.
    ///
    /// As the XDG base directory specification says, an XDG folder that is not absolute is passed over. A relative
    /// `STOKE_HOME` counts from the current folder.
    ///
    /// - Throws: ``HomeError`` with `noHome` where the environment names no folder.
    package init(environment: [String: String]) throws(HomeError) {
        if let home = environment["STOKE_HOME"], !home.isEmpty {
            dataFolder = URL(fileURLWithPath: home, isDirectory: true).standardizedFileURL
            configurationFolder = dataFolder
        } else {
            configurationFolder = try Self.folder("XDG_CONFIG_HOME", else: ".config", environment)
            dataFolder = try Self.folder("XDG_DATA_HOME", else: ".local/share", environment)
        }
        endpointsFolder = configurationFolder.appendingPathComponent("endpoints", isDirectory: true)
    }

    /// The lock lies beside the vault that it guards, not in `XDG_RUNTIME_DIR`: a cron job and a login session may differ
    /// in that variable, and each would then believe itself the only keeper of the same vault.
    package var lockFile: URL {
        dataFolder.appendingPathComponent("keeper.lock")
    }

    /// Lies with the configuration, apart from the vault that it is about: what alters one need not reach the other.
    package var knownKeyCommandFile: URL {
        configurationFolder.appendingPathComponent("vault.known")
    }

    /// Makes the folders that are missing and checks those that are there.
    ///
    /// - Throws: ``HomeError`` with `unsafePermissions` `full` or `refused`.
    package func prepare() throws(HomeError) {
        for folder in [configurationFolder, endpointsFolder, dataFolder] {
            try Privacy.makeFolder(folder)
            try Privacy.checkFolder(folder)
        }
    }

    /// Makes this process the home's keeper until it ends or releases the lock.
    ///
    /// - Parameters:
    ///   - program: what others are told who holds it.
    ///   - isLasting: whether it is held until a person leaves.
    /// - Returns: the lock, held.
    /// - Throws: ``HomeError`` with `heldByAnother`, saying who; `unsafePermissions`; `full` or `refused`.
    package func lock(program: String, isLasting: Bool = false) throws(HomeError) -> HomeLock {
        try HomeLock(at: lockFile, program: program, isLasting: isLasting)
    }

    /// Who keeps this home, found without touching the lock; `nil` where nobody does.
    package var keeper: HomeLock.Holder? {
        HomeLock.holder(at: lockFile)
    }

    private static func folder(
        _ variable: String, else fallback: String, _ environment: [String: String]
    ) throws(HomeError) -> URL {
        if let path = environment[variable], path.hasPrefix("/") {
            return URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("stoke", isDirectory: true)
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw HomeError(.noHome, "neither STOKE_HOME nor HOME names a folder; set STOKE_HOME to the folder to use")
        }
        return URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(
            fallback + "/stoke", isDirectory: true)
    }
}
