/// What the main loop hands on.
package enum Input<Message: Sendable>: Sendable {
    /// Keys that were read together, in order.
    case keys([KeyPress])
    /// Messages that arrived together, in order.
    case messages([Message])
    /// The terminal has another size or has lost what it showed: draw everything.
    case resized(TerminalSize)
    /// Hangup, interrupt or terminate: put things in order, stop the loop, close the screen and call `Signals.die(by:)`.
    case signal(Signal)
}

/// What the loop is to do next.
package enum Step: Hashable, Sendable {
    /// Wait for what comes next.
    case proceed
    /// Stop the job, as ^Z asks; what follows is an `Input.resized`.
    case suspend
    /// Return from the loop.
    case stop
}
