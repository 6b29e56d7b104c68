import Sessions
import Synchronization
import Terminal

/// Hands the keeper's changes to the loop: the first after a quiet moment at once, and what follows closely together.
///
/// A rush of renewals so costs no more frames than an eye can tell apart, and a key is answered at once all the while.
final class ChangeGathering: Sendable {
    /// What has come since the last posting.
    private struct Gathered {
        var changes: [Event] = []
        /// Whether what comes now waits for the end of a pause.
        var isPausing = false
    }

    /// Between two postings; the clock that counts it cannot be set.
    static let pause = Duration.milliseconds(33)

    /// Where they are posted.
    private let mailbox: Mailbox<Event>
    /// What waits.
    private let gathered = Mutex(Gathered())

    /// Posts to `mailbox`.
    init(to mailbox: Mailbox<Event>) {
        self.mailbox = mailbox
    }

    /// Takes one change, and posts it now or soon.
    func take(_ change: KeeperChange) {
        let isFirst = gathered.withLock { gathered in
            gathered.changes.append(.keeper(change))
            guard !gathered.isPausing else { return false }
            gathered.isPausing = true
            post(&gathered)
            return true
        }
        if isFirst { Task { await postAfterEachPause() } }
    }

    /// Posts what waits; what is posted to the mailbox afterwards comes after it.
    func flush() {
        gathered.withLock { post(&$0) }
    }

    /// Posts what came in each pause, until nothing did: the next change is a first one then.
    private func postAfterEachPause() async {
        var goesOn = true
        while goesOn {
            try? await Task.sleep(for: Self.pause)
            goesOn = gathered.withLock { gathered in
                gathered.isPausing = !gathered.changes.isEmpty
                post(&gathered)
                return gathered.isPausing
            }
        }
    }

    private func post(_ gathered: inout Gathered) {
        mailbox.post(gathered.changes)
        gathered.changes = []
    }
}
