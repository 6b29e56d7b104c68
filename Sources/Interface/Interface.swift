import Foundation
package import Sessions
package import Terminal

/// The full-screen interface.
package enum Interface {
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
    /// - Throws: `TerminalError` where there is no terminal that a screen can be drawn on.
    package static func run(keeper: any Keeper, options: InterfaceOptions = InterfaceOptions()) throws -> Ending {
        let runner = try InterfaceRunner(keeper: keeper, options: options)
        return runner.run()
    }
}
