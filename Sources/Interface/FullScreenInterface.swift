package import Sessions
package import Terminal

/// The full-screen interface: sessions on a screen, and keys that act on them.
package enum FullScreenInterface {
    /// How the person left.
    package enum Ending: Hashable, Sendable {
        case quit
        /// Put things in order, then end by it: `Signals.die(by:)`. The terminal has been given back.
        case signal(Signal)
    }

    /// Shows the keeper's sessions until the person leaves.
    ///
    /// Call it on the main thread, which owns the terminal meanwhile.
    ///
    /// - Parameters:
    ///   - keeper: whose sessions they are; it goes on when the screen ends.
    ///   - options: how the screen looks and behaves.
    ///   - clock: what tells the time and wakes the screen when a text on it is due to change.
    /// - Returns: how the person left.
    /// - Throws: `TerminalError` where there is no terminal that a screen can be drawn on.
    package static func run(
        keeper: any Keeper, options: InterfaceOptions = InterfaceOptions(), clock: any WallClock = SystemClock()
    ) throws -> Ending {
        let runner = try InterfaceRunner(keeper: keeper, options: options, clock: clock)
        return runner.run()
    }
}
