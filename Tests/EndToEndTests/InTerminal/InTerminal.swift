import Testing

/// The stories that a person lives through at the terminal, told by the real binary in tmux.
///
/// One after the other: each has a tmux, a manager and often a sandbox of its own, enough work for a small machine.
@Suite("In a terminal", .serialized, .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"))
enum InTerminal {}
