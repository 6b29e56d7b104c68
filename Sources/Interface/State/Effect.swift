import SMART
import Sessions

/// Something that the interface is to do to the world.
enum Effect: Hashable, Sendable {
    /// Ask the keeper; the outcome comes back as an event.
    case start(Operation)
    case cancel(Operation.ID)
    case cancelSignIn(PendingSignIn.ID)
    /// Open an address in a browser of its own window.
    case openBrowser(String)
    /// Give the terminal to a text browser until the person leaves it.
    case openTextBrowser(String)
    case copy(Redacted)
    case notify(title: String, body: String)
    case suspend
    case redraw
    case quit
}
