import SMART
import Sessions
import Terminal

/// Something that the interface is to do to the world.
enum Effect: Hashable, Sendable {
    /// Ask the keeper; the outcome comes back as an event.
    case start(KeeperCall)
    /// Stop waiting for a call, and let the keeper stop working on it.
    case cancel(KeeperCall.ID)
    /// Take back a sign-in that had begun at the keeper.
    case cancelSignIn(PendingSignIn.ID)
    /// Open an address in a browser of its own window.
    case openBrowser(BrowserTarget)
    /// Give the terminal to a text browser until the person leaves it.
    case openTextBrowser(BrowserTarget)
    /// Send a text to the clipboard of the person's terminal.
    case copy(Redacted)
    /// Puts a secret on the clipboard, and takes it off again after a minute unless something else was copied meanwhile.
    case copyBriefly(Redacted)
    /// Takes off the clipboard what was copied as the so-manieth.
    case clearClipboard(copy: Int)
    /// Let the terminal notify the person.
    case notify(title: String, body: String)
    /// Stop the job, as ^Z asks.
    case suspend
    /// Draw the whole screen anew, at the size the terminal has.
    case redraw
    /// Give the terminal back and leave.
    case quit
}
