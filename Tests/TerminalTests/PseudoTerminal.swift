import CLinux
import Glibc

/// Both ends of a terminal that has no person: the program's, and the one that sees what it draws.
final class PseudoTerminal {
    /// The program's end.
    let terminal: Int32
    let name: String
    private let controller: Int32

    init?() {
        var ends: (controller: Int32, terminal: Int32) = (-1, -1)
        guard unsafe openpty(&ends.controller, &ends.terminal, nil, nil, nil) == 0 else { return nil }
        controller = ends.controller
        terminal = ends.terminal
        guard let name = unsafe ttyname(terminal) else { return nil }
        self.name = unsafe String(cString: name)
    }

    deinit {
        close(terminal)
        close(controller)
    }

    /// Presses keys.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(controller, $0.baseAddress, $0.count) }
    }

    /// What has been drawn since the last time.
    ///
    /// What the program wrote is there as soon as its write has returned.
    func output() -> String {
        var output: [UInt8] = []
        var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&source, 1, 0) == 1 {
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(controller, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            output += buffer.prefix(count)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The local modes: whether keys are echoed, gathered to lines, made to signals.
    func localModes() -> tcflag_t {
        var modes = termios()
        unsafe tcgetattr(terminal, &modes)
        return modes.c_lflag
    }
}
