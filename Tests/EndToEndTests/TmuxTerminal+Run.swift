import Foundation
import Glibc

extension TmuxTerminal {
    /// Runs tmux once; its exit status and what it printed.
    ///
    /// Not by `Process`: that waits for a socket which the tmux server, as a child of the first call, keeps open for ever.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "tmux-output-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        // The threads of a test block signals, and tmux would never hear of its children's end.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // What tmux hands down to its programs: nothing of whoever runs the tests, such as NO_COLOR or COLUMNS.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let settings = ["PATH=\(path)", "SHELL=/bin/sh", "LC_ALL=C.UTF-8"]
        let environment = unsafe settings.map { unsafe strdup($0) }
        let words = unsafe (["tmux"] + arguments).map { unsafe strdup($0) }
        defer { _ = unsafe (environment + words).map { unsafe free($0) } }
        var child: pid_t = 0
        let result = unsafe posix_spawnp(&child, "tmux", &actions, &attributes, words + [nil], environment + [nil])
        guard result == 0 else { throw Failure(description: "tmux cannot be started: error \(result)") }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        let printed = try String(contentsOf: output, encoding: .utf8)
        return ((status >> 8) & 0xFF, printed)
    }
}
