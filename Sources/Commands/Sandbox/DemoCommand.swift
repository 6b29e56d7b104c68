import ArgumentParser
import Interface
import Terminal

/// `stoke demo`: every state of a session to be seen, and every key tried, without an account anywhere.
///
/// It touches no home and no vault.
struct DemoCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the full-screen manager against an embedded sandbox.",
        discussion: """
            Everything is synthetic and in memory, and gone at the end. Everyone's password at the sandbox is: sandbox.
            """)

    @OptionGroup var screen: ScreenOptions

    /// Shows the screen at once and lets the people sign in behind it; a problem of theirs is told when the screen is
    /// gone.
    func perform() throws {
        let demo = try Blocking.wait { try await Demo.start() }
        // Nothing is said while the screen is there, nor what comes of leaving it in the middle.
        let play = Task { () -> (any Error)? in
            do { try await demo.play() } catch { return Task.isCancelled ? nil : error }
            return nil
        }
        try FullScreen.run(keeper: demo.keeper, options: screen.options(title: "stoke demo")) {
            play.cancel()
            if let problem = await play.value { Console.error("\(problem)") }
            await demo.stop()
        }
    }
}
