import Dispatch
import Glibc
import Synchronization

/// That the person, or whoever started the command, wants it to end: ^C, TERM or HUP.
struct Interruption: Error {
    let signal: Int32

    /// What a shell shows for a program that ended by the signal: 130 for ^C.
    var exitCode: Int32 { 128 + signal }
}

/// The signals that ask a command to end, handed to its work.
struct Interruptions {
    /// What came, and what is to be done about it.
    private final class Noted: Sendable {
        private struct State {
            var first: Int32?
            var onFirst: (@Sendable () -> Void)?
        }

        private let state = Mutex(State())

        var first: Int32? { state.withLock { $0.first } }

        /// The first cancels, so that a refresh in flight is stored; the same again ends the process at once.
        func note(_ number: Int32) {
            signal(number, SIG_DFL)
            let action = state.withLock { state -> (@Sendable () -> Void)? in
                guard state.first == nil else { return nil }
                state.first = number
                return state.onFirst
            }
            action?()
        }

        func onFirst(_ action: @escaping @Sendable () -> Void) {
            let isHere = state.withLock { state in
                state.onFirst = action
                return state.first != nil
            }
            if isHere { action() }
        }
    }

    private let noted = Noted()
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals over.
    init() {
        sources = [SIGINT, SIGTERM, SIGHUP].map { [noted] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { @Sendable in noted.note(number) }
            source.activate()
            return source
        }
    }

    /// The first that came.
    var first: Interruption? { noted.first.map { Interruption(signal: $0) } }

    /// Does `action` once when the first has come, or at once where it has.
    func onFirst(_ action: @escaping @Sendable () -> Void) {
        noted.onFirst(action)
    }

    func cancel() {
        for source in sources { source.cancel() }
    }
}
