import Foundation
import Glibc

extension TmuxTerminal {
    /// Runs tmux once; its exit status and what it printed.
    ///
    /// Not by `Process`: that waits for a socket which the tmux server, as a child of the first call, keeps open for ever.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "tmux-output-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        // The threads of a test block signals, and tmux would never hear of its children's end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // What tmux hands down to its programs: nothing of whoever runs the tests, such as NO_COLOR or COLUMNS.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let settings = ["PATH=\(path)", "SHELL=/bin/sh", "LC_ALL=C.UTF-8"]
        let environment = settings.map { strdup($0) }
        let words = (["tmux"] + arguments).map { strdup($0) }
        defer { (environment + words).forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawnp(&child, "tmux", &actions, &attributes, words + [nil], environment + [nil])
        guard result == 0 else { throw Failure(description: "tmux cannot be started: error \(result)") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let printed = try String(contentsOf: output, encoding: .utf8)
        return ((status >> 8) & 0xFF, printed)
    }
}
