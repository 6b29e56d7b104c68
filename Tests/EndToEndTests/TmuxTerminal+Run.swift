import CLinux
import Foundation
import Glibc

extension TmuxTerminal {
    /// Runs tmux once; its exit status and what it printed.
    ///
    /// Not by `Process`: that waits for a socket which the tmux server, as a child of the first call, keeps open for ever. The
    /// server would also keep the pipes of tests beside this one, and with the signals that a test's thread blocks it would
    /// never hear of its children's end.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "tmux-output-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        let written = unsafe open(output.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard written >= 0 else { throw Failure(description: "\(output.path) cannot be written: error \(errno)") }
        defer { close(written) }
        // What tmux hands down to its programs: nothing of whoever runs the tests, such as NO_COLOR or COLUMNS.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let settings = ["PATH=\(path)", "SHELL=/bin/sh", "LC_ALL=C.UTF-8"]
        let words = unsafe (["env", "-i"] + settings + ["tmux"] + arguments).map { unsafe strdup($0) }
        defer { _ = unsafe words.map { unsafe free($0) } }
        let streams = clinux_streams(input: CLINUX_NOTHING, output: written, errors: written)
        var child: pid_t = 0
        let result = unsafe clinux_start(words + [nil], streams, clinux_beside, &child)
        guard result == 0 else { throw Failure(description: "tmux cannot be started: error \(result)") }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        let printed = try String(contentsOf: output, encoding: .utf8)
        return ((status >> 8) & 0xFF, printed)
    }
}
