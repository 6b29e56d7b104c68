import FoundationEssentials
import Glibc

/// The keys that a person presses, read from the terminal of a ``Screen``.
package final class Keyboard {
    /// What is polled and read; it stays the caller's.
    let descriptor: Int32
    /// How long an Escape waits to become the start of a sequence, in milliseconds.
    let escapeDelay: Int32
    /// What keeps the beginning of a key between reads.
    private var decoder: KeyDecoder
    /// What a read fills, kept for its room.
    private var buffer = [UInt8](repeating: 0, count: 16 * 1024)

    /// Call it once the screen is open: its terminal's description tells the sequences.
    ///
    /// The environment variable `ESCDELAY` (milliseconds) is honoured, 25 ms otherwise.
    package init(
        of _: borrowing Screen,
        input: Int32 = STDIN_FILENO,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        descriptor = input
        decoder = KeyDecoder(sequences: .ofLoadedTerminal())
        let wanted = environment["ESCDELAY"].flatMap { Int32($0) } ?? 25
        escapeDelay = min(max(wanted, 1), 5000)
    }

    /// Whether ``flush()`` is due when nothing comes within the delay.
    var awaitsMore: Bool { decoder.awaitsMore }

    /// Reads what is there; waits where nothing is.
    ///
    /// `nil` once the terminal is gone.
    func read() -> [KeyPress]? {
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { return decoder.decode(buffer.prefix(count)) }
        return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : nil
    }

    /// The keys that time decides: a lone Escape, when nothing came within the delay.
    func flush() -> [KeyPress] {
        decoder.flush()
    }
}
