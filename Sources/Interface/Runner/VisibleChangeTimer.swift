import Dispatch
import Foundation
import Terminal

/// The one timer of the interface, armed at the moment when a visible time text changes next.
///
/// It runs on wall-clock time, so a countdown is right at once after the machine slept.
final class VisibleChangeTimer {
    private let source: any DispatchSourceTimer
    private var armed: Date?

    init(mailbox: Mailbox<Event>) {
        source = DispatchSource.makeTimerSource(queue: .global())
        source.setEventHandler { @Sendable in mailbox.post(.timeChanged) }
        source.schedule(wallDeadline: .distantFuture)
        source.activate()
    }

    deinit { source.cancel() }

    /// Sets the timer to `date`, or to nothing.
    func arm(at date: Date?) {
        // What is past was armed for and has fired; armed again it must be.
        guard date != armed || date.map({ $0 <= Date() }) == true else { return }
        armed = date
        guard let date else {
            source.schedule(wallDeadline: .distantFuture)
            return
        }
        let wait = max(0, date.timeIntervalSinceNow)
        source.schedule(wallDeadline: .now() + wait, leeway: .milliseconds(5))
    }
}
