import ArgumentParser
import CLinux
import Glibc

/// The program from its first instruction on.
package enum StokeProgram {
    /// Keeps the process's memory, which holds tokens, to itself, then does what the command line says and exits.
    ///
    /// Where core dumps cannot be turned off it exits with 8 before it has read anything.
    package static func run() {
        guard clinux_harden() == 0 else {
            Console.error(unsafe "Turning core dumps off failed: \(String(cString: strerror(errno))).")
            StokeCommand.exit(withError: ExitCode(8))
        }
        clinux_share_heap()
        StokeCommand.main()
    }
}
