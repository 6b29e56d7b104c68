import Foundation

/// What is pasted on stdin: from a person each line that is not blank, from a pipe the whole of it, since a long address may
/// have been broken into lines.
enum PastedInput {
    /// Begins to read; it is called once in a process, since what one reader takes no other gets.
    ///
    /// The stream ends with stdin.
    static func stream() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        // Reading blocks and cannot be cancelled, so it gets a thread that ends with the process.
        Thread.detachNewThread {
            if Console.isInteractive {
                while let line = readLine() {
                    if line.contains(where: { !$0.isWhitespace }) { continuation.yield(line) }
                }
            } else {
                continuation.yield(Console.readInput())
            }
            continuation.finish()
        }
        return stream
    }
}
