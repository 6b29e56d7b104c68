import Foundation
import Sessions
import Terminal

/// The one timer of the interface, armed at the moment when a visible time text changes next.
///
/// It runs on wall-clock time, so a countdown is right at once after the machine slept.
final class VisibleChangeTimer {
    /// Whose time and timers it uses.
    private let clock: any WallClock
    /// Where it tells that it fired.
    private let mailbox: Mailbox<Event>
    /// The timer that waits, or has fired.
    private var timer: (any WallTimer)?
    /// The moment it was armed at last; `nil` for none.
    private var armed: Date?

    /// In seconds; less than anybody sees.
    private static let leeway = 0.005

    /// Posts ``Event/timeChanged`` to the mailbox whenever it fires.
    init(clock: any WallClock, mailbox: Mailbox<Event>) {
        self.clock = clock
        self.mailbox = mailbox
    }

    deinit { timer?.cancel() }

    /// Sets the timer to `date`, or to nothing.
    func arm(at date: Date?) {
        // What is past was armed for and has fired; armed again it must be.
        guard date != armed || date.map({ $0 <= clock.now }) == true else { return }
        armed = date
        timer?.cancel()
        timer = date.map { date in
            clock.timer(at: date, leeway: Self.leeway) { [mailbox] in mailbox.post(.timeChanged) }
        }
    }
}
