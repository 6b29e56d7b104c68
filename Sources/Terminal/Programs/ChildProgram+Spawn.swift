import CTerm
import Glibc

extension ChildProgram {
    /// Starts the program with the signals as a shell would give them, and no descriptor but the standard three.
    func spawn(detached: Bool) throws(TerminalError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        if detached {
            for descriptor in STDIN_FILENO...STDERR_FILENO {
                unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            }
        }
        // A browser that outlives us must not hold our sockets and locks.
        let prepared = unsafe cterm_spawn_apart(&actions, &attributes, detached ? 1 : 0)
        guard prepared == 0 else { throw .system("Starting \(executable)", prepared) }

        var child: pid_t = 0
        let words = unsafe ([executable] + arguments).map { unsafe strdup($0) }
        defer { _ = unsafe words.map { unsafe free($0) } }
        let result = unsafe posix_spawnp(&child, executable, &actions, &attributes, words + [nil], cterm_environment())
        guard result == 0 else { throw .system("Starting \(executable)", result) }
        return child
    }
}
