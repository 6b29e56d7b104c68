import Foundation

/// A Stoke home of a test's own, with a vault that a command unlocks.
///
/// It goes when the test ends.
final class TestHome {
    let folder: URL

    /// Makes the folder of a home.
    ///
    /// - Parameter vault: whether to make the vault.
    /// - Throws: ``Failure`` where `stoke vault init` fails.
    init(vault: Bool = true) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "stoke-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if vault {
            let ending = try await run("vault", "init", "--key-command", "echo the key of a test")
            guard ending.status == 0 else { throw Failure(description: "\(ending)") }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    var environment: [String: String] {
        ["STOKE_HOME": folder.path, "HOME": folder.path, "LC_ALL": "C.UTF-8"]
    }

    func start(_ arguments: [String], input: String? = nil) throws -> StokeProcess {
        guard let input else { return try StokeProcess(arguments, environment: environment) }
        let entry = Pipe()
        let process = try StokeProcess(arguments, environment: environment, entry: entry)
        entry.fileHandleForWriting.write(Data(input.utf8))
        try entry.fileHandleForWriting.close()
        return process
    }

    func run(_ arguments: String..., input: String? = nil) async throws -> StokeProcess.Ending {
        try await start(arguments, input: input).finish()
    }

    /// Runs a command that must succeed.
    @discardableResult
    func succeed(_ arguments: String..., input: String? = nil) async throws -> StokeProcess.Ending {
        let ending = try await start(arguments, input: input).finish()
        guard ending.status == 0 else {
            throw Failure(description: "stoke \(arguments.joined(separator: " ")): \(ending)")
        }
        return ending
    }

    /// The one session of `stoke status --json`.
    func status(of session: String) async throws -> [String: Any] {
        let text = try await succeed("status", session, "--json").output
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        guard let found = (document?["sessions"] as? [[String: Any]])?.first else {
            throw Failure(description: "no session in \(text)")
        }
        return found
    }
}
