import Foundation
import Synchronization

/// The real binary, run for a test: its arguments, its home, what it wrote and how it ended.
final class StokeProcess: Sendable {
    struct Ending: Sendable, CustomStringConvertible {
        let status: Int32
        let output: String
        let errors: String

        var description: String { "exit \(status)\nstdout: \(output)\nstderr: \(errors)" }
    }

    /// The binary stands beside the test bundle that runs.
    static let binary = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "stoke")

    private let lines: AsyncStream<String>
    private let ending: Task<Ending, Never>
    let processID: pid_t

    /// Starts the binary with nothing of this process's environment but `PATH`.
    ///
    /// - Parameters:
    ///   - arguments: the command line after `stoke`.
    ///   - environment: what it gets beside `PATH`.
    ///   - entry: what is on stdin; nothing where it is `nil`.
    ///   - sink: where stdout goes, unread, instead of here.
    /// - Throws: where the binary does not start.
    init(
        _ arguments: [String], environment: [String: String], entry: Pipe? = nil, sink: FileHandle? = nil
    ) throws {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
            .merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        if let sink {
            process.standardOutput = sink
            try output.fileHandleForWriting.close()
        } else {
            process.standardOutput = output
        }
        process.standardError = errors
        process.standardInput = entry ?? FileHandle.nullDevice
        let exited = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            exited.continuation.yield(
                $0.terminationReason == .uncaughtSignal ? 128 + $0.terminationStatus : $0.terminationStatus)
            exited.continuation.finish()
        }
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        try process.runWithSignalsOpen()
        processID = process.processIdentifier
        let written = Self.reading(output.fileHandleForReading, line: { continuation.yield($0) })
        let complained = Self.reading(errors.fileHandleForReading, line: { _ in })
        ending = Task {
            let (output, errors) = (await written.value, await complained.value)
            continuation.finish()
            var status: Int32 = -1
            for await value in exited.stream { status = value }
            return Ending(status: status, output: output, errors: errors)
        }
    }

    /// The first line on stdout; `nil` where there is none.
    func firstLine() async -> String? {
        for await line in lines { return line }
        return nil
    }

    func finish() async -> Ending {
        await ending.value
    }

    func send(_ signal: Int32) {
        kill(processID, signal)
    }

    /// Reads to the end on a thread of its own, since reading a pipe blocks.
    private static func reading(_ handle: FileHandle, line: @escaping @Sendable (String) -> Void) -> Task<String, Never>
    {
        let (chunks, continuation) = AsyncStream.makeStream(of: Data.self)
        let descriptor = handle.fileDescriptor
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = unsafe read(descriptor, &buffer, buffer.count), count > 0 {
                continuation.yield(Data(buffer[..<count]))
            }
            continuation.finish()
            withExtendedLifetime(handle) {}
        }
        return Task {
            var text = Data()
            var lineStart = 0
            for await chunk in chunks {
                text.append(chunk)
                while let end = text[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
                    line(String(decoding: text[lineStart..<end], as: UTF8.self))
                    lineStart = end + 1
                }
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
