import Interface
import Sessions
import Terminal

/// Runs the full-screen interface on the main thread, and puts things in order after it.
enum FullScreen {
    /// Shows the screen until the person leaves it, then lets what is under way end.
    ///
    /// - Parameters:
    ///   - keeper: whose sessions are shown.
    ///   - options: how the screen looks and behaves.
    ///   - afterwards: what ends with the screen, however the person left it.
    /// - Throws: where the terminal cannot be used.
    static func run(
        keeper: LocalKeeper, options: InterfaceOptions, afterwards: @escaping @Sendable () async -> Void
    ) throws {
        let ending = Result { try FullScreenInterface.run(keeper: keeper, options: options) }
        try Blocking.wait {
            if await keeper.snapshots().contains(where: \.isRefreshing) {
                Console.note("Waiting for the renewals under way, lest their refresh tokens be lost.")
            }
            await keeper.finish()
            await afterwards()
        }
        // The exit status is to show what ended Stoke.
        if case .signal(let signal) = try ending.get() { Signals.die(by: signal) }
    }
}
