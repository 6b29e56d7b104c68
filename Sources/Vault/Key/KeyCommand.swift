import Foundation
import SMART

/// Runs a key command and takes the first line that it prints.
///
/// `posix_spawn`, since `Foundation.Process` puts its child in a background process group, where one that asks for a PIN on
/// the terminal would be stopped. Its standard input is empty: commands of Stoke read theirs (`stoke endpoint secret`).
struct KeyCommand {
    private let text: String
    private let limit: Duration

    /// - Parameter limit: how long a person has to answer what the command may ask.
    init(_ text: String, limit: Duration = .seconds(60)) {
        self.text = text
        self.limit = limit
    }

    /// The first line of the output, without its line break.
    ///
    /// - Throws: ``VaultError`` with `keyCommandFailed`, which tells the last line of standard error and nothing of the output.
    func run() throws(VaultError) -> Data {
        var output = try CapturedPipe()
        var complaints = try CapturedPipe()
        let process = try spawn(output: output.writingEnd, complaints: complaints.writingEnd)
        output.closeWritingEnd()
        complaints.closeWritingEnd()

        let deadline = ContinuousClock.now + limit
        var status: Int32 = 0
        // Its end, not the end of its output, is what counts: a daemon that it started may keep the pipe open.
        var ended = unsafe waitpid(process, &status, WNOHANG)
        while ended == 0 {
            guard ContinuousClock.now < deadline else {
                kill(process, SIGKILL)
                unsafe waitpid(process, &status, 0)
                throw failure("did not end within \(limit.components.seconds) s")
            }
            CapturedPipe.wait(for: output, complaints, milliseconds: 20)
            output.drain()
            complaints.drain()
            ended = unsafe waitpid(process, &status, WNOHANG)
        }
        guard ended == process else { throw failure(unsafe "ended unseen (\(String(cString: strerror(errno))))") }
        output.drain()
        complaints.drain()

        guard status == 0 else {
            let ending =
                status & 0x7F == 0 ? "failed with status \(status >> 8)" : "was ended by signal \(status & 0x7F)"
            let said = String(decoding: complaints.captured, as: UTF8.self).split(whereSeparator: \.isNewline).last
            throw failure(ending + (said.map { ": " + String($0.prefix(200)).cleaned } ?? ""))
        }
        var line = output.captured.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw failure("printed an empty first line") }
        return Data(line)
    }

    private func failure(_ what: String) -> VaultError {
        VaultError(.keyCommandFailed, "the key command “\(text.cleaned)” \(what); run it by hand to see what is wrong")
    }

    private func spawn(output: Int32, complaints: Int32) throws(VaultError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)

        // The interface ignores and blocks signals that an ordinary program must feel.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments = unsafe (["/bin/sh", "-c", text] as [String]).map { unsafe strdup($0) } + [nil]
        var environment = unsafe ProcessInfo.processInfo.environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
        defer { _ = unsafe (arguments + environment).map { unsafe free($0) } }
        var process: pid_t = 0
        let result = unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &environment)
        guard result == 0 else { throw failure(unsafe "did not start: \(String(cString: strerror(result)))") }
        return process
    }
}
