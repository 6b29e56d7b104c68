import CLinux
import Glibc

/// Starting a program by posix_spawn(3).
extension ChildProgram {
    /// Starts the program with the signals as a shell would give them, and no descriptor but the standard three.
    ///
    /// - Parameter isDetached: whether it gets a session of its own, and nothing to read from or write to.
    /// - Returns: the child, which the caller waits for.
    /// - Throws: ``TerminalError`` where it cannot be started.
    func spawn(isDetached: Bool) throws(TerminalError) -> pid_t {
        let stream = isDetached ? CLINUX_NOTHING : CLINUX_INHERIT
        let words = unsafe ([executable] + arguments).map { unsafe strdup($0) }
        defer { _ = unsafe words.map { unsafe free($0) } }
        var child: pid_t = 0
        let result = unsafe clinux_start(
            words + [nil], clinux_streams(input: stream, output: stream, errors: stream),
            clinux_place(new_session: isDetached ? 1 : 0, new_group: 0, terminal: -1), &child)
        guard result == 0 else { throw .system("Starting \(executable)", result) }
        return child
    }
}
