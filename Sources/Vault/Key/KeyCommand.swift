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
        var job = try start(output: output.writingEnd, complaints: complaints.writingEnd)
        output.closeWritingEnd()
        complaints.closeWritingEnd()

        var deadline = ContinuousClock.now + limit
        // Its end, not the end of its output, is what counts: a daemon that it started may keep the pipe open.
        while !job.hasEnded() {
            guard ContinuousClock.now < deadline else {
                job.kill()
                throw failure("did not end within \(limit.components.seconds) s")
            }
            guard !Task.isCancelled else {
                job.kill()
                throw failure("was called off")
            }
            if job.isStopped {
                job.stopWithIt()
                deadline = .now + limit
            }
            CapturedPipe.wait(for: output, complaints, milliseconds: 20)
            output.drain()
            complaints.drain()
        }
        let status = job.status
        output.drain()
        complaints.drain()

        guard status & 0x7F != SIGINT else {
            throw VaultError(.interrupted, "the key command “\(text.cleaned)” was interrupted")
        }
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

    /// Starts the command in a group of its own, which has the terminal, so that it may ask there.
    private func start(output: Int32, complaints: Int32) throws(VaultError) -> ForegroundJob {
        do throws(ForegroundJob.Failure) {
            return try ForegroundJob(["/bin/sh", "-c", text], output: output, errors: complaints)
        } catch {
            throw failure("did not start: \(error.reason)")
        }
    }
}
