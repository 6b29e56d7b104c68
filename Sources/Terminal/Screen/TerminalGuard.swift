import CLinux
import Glibc

/// The modes that the terminal had before, and what must be sent to it, should the process die while it has the screen.
struct TerminalGuard {
    /// The terminal's descriptor.
    private let terminal: Int32
    /// As they were before the screen.
    private var modes = termios()
    /// What undoes what was asked of the terminal.
    private var sequence: [UInt8] = []

    /// Notes the modes that the terminal has now.
    ///
    /// - Throws: ``TerminalError`` where they cannot be read.
    init(terminal: Int32) throws(TerminalError) {
        self.terminal = terminal
        guard unsafe tcgetattr(terminal, &modes) == 0 else { throw .system("Reading the terminal's modes", errno) }
    }

    /// Composes the sequence from the terminal's description, which ncurses has loaded by now.
    mutating func prepare() {
        sequence = Array("\u{1B}[?2004l".utf8)
        for capability in ["rmkx", "sgr0", "op", "cnorm", "rmcup"] {
            sequence += Self.withoutPadding(Terminfo.string(capability) ?? [])
        }
        sequence += Array("\r\n".utf8)
    }

    /// From now on the terminal is restored whatever ends the process.
    func arm() {
        unsafe withUnsafePointer(to: modes) { modes in
            unsafe sequence.withUnsafeBytes { bytes in
                unsafe clinux_guard_arm(terminal, modes, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
            }
        }
    }

    /// The terminal has been given back; whatever ends the process leaves it alone.
    func disarm() {
        clinux_guard_disarm()
    }

    /// Gives the terminal the modes it had, once what was sent to it has gone out.
    func restoreModes() {
        unsafe withUnsafePointer(to: modes) { _ = unsafe tcsetattr(terminal, TCSADRAIN, $0) }
    }

    /// The capability without its delays (`$<5>`), which no terminal of today waits for.
    static func withoutPadding(_ capability: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = capability[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
            {
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
