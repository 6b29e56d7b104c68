import Glibc

/// A signal that the main loop acts on.
package enum Signal: CaseIterable, Hashable, Sendable {
    /// HUP, INT, TERM, WINCH, TSTP and CONT.
    case hangup, interrupt, terminate, windowChanged, stop, continued

    /// The number, as in signal(7).
    package var number: Int32 {
        switch self {
        case .hangup: SIGHUP
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .windowChanged: SIGWINCH
        case .stop: SIGTSTP
        case .continued: SIGCONT
        }
    }
}
