import Foundation
import Sessions

/// The end of a process that holds new tokens which neither the vault nor any other place takes: it stays, and says why.
enum LastAnswers {
    /// Waits until everything that a server answered is stored, or a person ends the process.
    ///
    /// An interrupt is answered with what ending would lose; the next one of its kind ends the process, as always.
    static func stay(until keeper: LocalKeeper) async {
        var told: [String] = []
        var hasWarned = false
        while case let unsaved = await keeper.storeTheRest(), !unsaved.isEmpty {
            if unsaved != told {
                for line in unsaved { Console.error(line) }
                Console.note("Waiting until they can be stored; what is in the way can be mended meanwhile.")
                told = unsaved
            }
            if Task.isCancelled, !hasWarned {
                Console.note(
                    "Ending now loses them, and their sessions with them: interrupt again to end all the same.")
                hasWarned = true
            }
            await pause()
        }
        if !told.isEmpty { Console.note("The new tokens are stored.") }
    }

    /// Half a second, also in a task that was cancelled.
    private static func pause() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(500)) { @Sendable in
                continuation.resume()
            }
        }
    }
}
