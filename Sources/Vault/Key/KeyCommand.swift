import CLinux
import Foundation
import SMART

/// Runs a key command and takes the first line that it prints.
///
/// It shares this process's terminal, on which it may ask for a PIN. Its standard input is empty: commands of Stoke read theirs
/// (`stoke endpoint secret`).
struct KeyCommand {
    private let text: String
    private let limit: Duration

    /// A command that is not started yet.
    ///
    /// - Parameters:
    ///   - text: what `/bin/sh -c` is given.
    ///   - limit: how long a person has to answer what the command may ask; after it the command is killed.
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
        let process = try start(output: output.writingEnd, complaints: complaints.writingEnd)
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

    /// The failure of this command, which is named as the person configured it.
    private func failure(_ what: String) -> VaultError {
        VaultError(.keyCommandFailed, "the key command “\(text.cleaned)” \(what); run it by hand to see what is wrong")
    }

    /// Starts the command in this process's group, so that it may ask at the terminal.
    private func start(output: Int32, complaints: Int32) throws(VaultError) -> pid_t {
        let words = unsafe (["/bin/sh", "-c", text] as [String]).map { unsafe strdup($0) }
        defer { _ = unsafe words.map { unsafe free($0) } }
        let streams = clinux_streams(input: CLINUX_NOTHING, output: output, errors: complaints)
        var process: pid_t = 0
        let result = unsafe clinux_start(words + [nil], streams, 0, &process)
        guard result == 0 else { throw failure(unsafe "did not start: \(String(cString: strerror(result)))") }
        return process
    }
}
