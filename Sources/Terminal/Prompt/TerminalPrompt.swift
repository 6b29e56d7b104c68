import CLinux
import Glibc

/// A question on the terminal, such as for a passphrase.
///
/// However it ends, by an answer, a signal, ^Z or a crash, the terminal gets the modes back that it had.
package struct TerminalPrompt: ~Copyable {
    /// Why a question has no answer.
    package enum Ending: Error, Hashable, Sendable {
        /// HUP, INT or TERM: the program is asked to end.
        case signal(Signal)
        /// ``Waker/wake()`` was called: nobody waits for the answer any longer.
        case calledOff
        case failed(TerminalError)
    }

    /// Ends the waiting from another thread.
    package final class Waker: Sendable {
        let descriptor: Int32

        /// A waker for one prompt.
        package init() {
            descriptor = eventfd(0, clinux_event_flags)
        }

        deinit {
            close(descriptor)
        }

        /// Ends the prompt that this was given to, also one that is not asked yet.
        package func wake() {
            var one: UInt64 = 1
            _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
        }
    }

    private let question: String
    private let hidesAnswer: Bool
    private let waker: Waker
    private let signals: Signals
    private var modes = termios()

    private static let input = STDIN_FILENO

    /// Takes over the signals, and asks nothing yet.
    ///
    /// - Parameters:
    ///   - question: what standard error is told.
    ///   - hidesAnswer: whether the terminal does not echo the answer.
    ///   - waker: what ends the waiting.
    /// - Throws: ``Ending`` with `failed` where another prompt or the screen has the signals.
    package init(_ question: String, hidesAnswer: Bool, waker: Waker) throws(Ending) {
        self.question = question
        self.hidesAnswer = hidesAnswer
        self.waker = waker
        do throws(TerminalError) { signals = try Signals() } catch { throw .failed(error) }
    }

    /// Asks on standard error and waits for a line on standard input, blocking this thread.
    ///
    /// After ^Z and `fg` it asks again.
    ///
    /// - Returns: the line without its end, as it was typed; `nil` at the end of input.
    /// - Throws: ``Ending``; the terminal is then as it was before.
    package consuming func answer() throws(Ending) -> [UInt8]? {
        while true {
            try awaitForeground()
            try hide()
            let event = wait(milliseconds: -1, forInput: true)
            show()
            switch event {
            case .line(let line): return line
            case .ended: return nil
            case .calledOff: throw .calledOff
            case .signal(.stop): signals.stopJob()
            case .signal(.continued), .signal(.windowChanged), .nothing: break
            case .signal(let signal): throw .signal(signal)
            }
        }
    }

    private enum Event {
        case line([UInt8])
        case ended
        case calledOff
        case signal(Signal)
        case nothing
    }

    /// Stops, as reading in the background does, until this job has the terminal: its modes are somebody else's meanwhile.
    private func awaitForeground() throws(Ending) {
        while case let owner = tcgetpgrp(Self.input), owner > 0, owner != getpgrp() {
            kill(0, SIGTTIN)
            // A job that nothing can stop does not spin.
            switch wait(milliseconds: 50, forInput: false) {
            case .calledOff: throw .calledOff
            case .signal(let signal) where signal != .continued && signal != .stop: throw .signal(signal)
            default: break
            }
        }
    }

    /// Silences the terminal, then asks: what is typed as soon as the question shows must be neither echoed nor flushed away.
    private mutating func hide() throws(Ending) {
        guard unsafe tcgetattr(Self.input, &modes) == 0 else {
            throw .failed(.system("Reading the terminal's modes", errno))
        }
        unsafe withUnsafePointer(to: modes) { unsafe clinux_guard_arm(Self.input, $0, "\n", 1) }
        var silent = modes
        if hidesAnswer { silent.c_lflag &= ~tcflag_t(ECHO) }
        unsafe tcsetattr(Self.input, TCSAFLUSH, &silent)
        Self.tell(question)
    }

    /// Gives the terminal its modes back; half an answer is dropped, lest the shell show it.
    private mutating func show() {
        unsafe tcsetattr(Self.input, TCSAFLUSH, &modes)
        clinux_guard_disarm()
        if hidesAnswer { Self.tell("\n") }
    }

    private func wait(milliseconds: Int32, forInput: Bool) -> Event {
        while true {
            // A negative descriptor is passed over by poll(2).
            var sources = [forInput ? Self.input : -1, signals.descriptor, waker.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let count = unsafe poll(&sources, nfds_t(sources.count), milliseconds)
            if count == 0 { return .nothing }
            guard count > 0 else { continue }
            if sources[2].revents != 0 { return .calledOff }
            if let signal = signals.take().first(where: { $0 != .windowChanged }) { return .signal(signal) }
            if sources[0].revents != 0 { return read() }
        }
    }

    /// Takes the line that the terminal has ready.
    private func read() -> Event {
        var buffer = [UInt8](repeating: 0, count: 4096)
        defer {
            unsafe buffer.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
            }
        }
        let count = unsafe Glibc.read(Self.input, &buffer, buffer.count)
        guard count > 0 else { return .ended }
        return .line(Array(buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }))
    }

    private static func tell(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}
