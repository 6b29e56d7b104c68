import ArgumentParser
import Terminal

/// The program from its first instruction on.
package enum StokeProgram {
    /// Keeps the process's memory to itself, then does what the command line says and exits.
    package static func run() {
        do {
            try ProcessHardening.apply()
        } catch {
            Console.error("\(error)")
            StokeCommand.exit(withError: ExitCode(8))
        }
        StokeCommand.main()
    }
}
