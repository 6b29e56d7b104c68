import CLinux
import Glibc
import Synchronization

/// Messages from any task or thread to the main loop.
///
/// However many are posted while the loop is busy, they wake it once and arrive together, in order.
package final class Mailbox<Message: Sendable>: Sendable {
    /// Readable while messages wait.
    let descriptor: Int32
    /// Those that wait, in order.
    private let messages = Mutex<[Message]>([])

    /// An empty mailbox.
    ///
    /// - Throws: ``TerminalError`` where the process has no descriptor left.
    package init() throws(TerminalError) {
        descriptor = eventfd(0, clinux_event_flags)
        guard descriptor >= 0 else { throw .system("Opening the mailbox", errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Adds a message and wakes the loop.
    ///
    /// Never waits for it.
    package func post(_ message: Message) {
        post(CollectionOfOne(message))
    }

    /// Adds messages, in order, and wakes the loop, which takes them together.
    ///
    /// Never waits for it.
    package func post(_ more: some Collection<Message>) {
        guard !more.isEmpty else { return }
        let wasEmpty = messages.withLock { messages in
            defer { messages += more }
            return messages.isEmpty
        }
        if wasEmpty { eventfd_write(descriptor, 1) }
    }

    /// Takes all the messages there are.
    package func drain() -> [Message] {
        // Before the messages: one that is posted in between wakes the loop again.
        var count: eventfd_t = 0
        unsafe eventfd_read(descriptor, &count)
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
