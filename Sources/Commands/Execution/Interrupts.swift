import Dispatch
import Foundation

/// The signals that ask a command to end: the first of each cancels its work, so that a refresh in flight is stored; a second
/// one ends the process at once.
struct Interrupts {
    private let sources: [any DispatchSourceSignal]

    init(cancelling work: Task<some Sendable, some Error>) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { @Sendable in
                signal(number, SIG_DFL)
                work.cancel()
            }
            source.activate()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
    }
}
