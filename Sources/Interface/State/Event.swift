import Sessions
import Terminal

/// Something that happened to the interface.
///
/// The time comes beside it.
enum Event: Sendable {
    case started
    case key(KeyPress)
    case resized(TerminalSize)
    /// A visible time text is due to change.
    case timeChanged
    case keeper(KeeperChange)
    /// The keeper is gone; nothing will change any more.
    case keeperEnded
    case finished(KeeperCall.ID, Outcome)
    /// Something beside the keeper failed, such as the browser; in words.
    case failed(String)
}
