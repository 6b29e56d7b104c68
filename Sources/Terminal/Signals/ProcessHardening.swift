import CTerm
import Glibc

/// Keeps the memory of the process, which holds tokens, to itself.
package enum ProcessHardening {
    /// No core dumps, no debugger of the same user, no crash report that prints memory.
    ///
    /// Call it first thing in `main`.
    package static func apply() throws(TerminalError) {
        guard cterm_harden() == 0 else { throw .system("Turning core dumps off", errno) }
    }
}
