import Sessions
import Terminal

/// Something that happened to the interface.
///
/// The time comes beside it.
enum Event: Sendable {
    /// The keeper's changes are heard from now on, so its sessions can be loaded.
    case started
    /// A key, or one whole paste.
    case key(KeyPress)
    /// The terminal has another size, or has lost what it showed.
    case resized(TerminalSize)
    /// A visible time text is due to change.
    case timeChanged
    /// Something changed at the keeper.
    case keeper(KeeperChange)
    /// The keeper is gone; nothing will change any more.
    case keeperEnded
    /// A call has its outcome, whatever became of it.
    case finished(KeeperCall.ID, Outcome)
    /// What was copied as the so-manieth has been on the clipboard for as long as it may.
    case copyExpired(Int)
    /// Something beside the keeper failed, such as the browser; in words.
    case failed(String)
}
