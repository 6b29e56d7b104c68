import Foundation
import Home

extension Home {
    /// How long a home that another process keeps for a moment is waited for.
    static let patience = Duration.seconds(10)

    /// Makes this process the home's keeper, and waits a moment for one that is about to be done.
    ///
    /// Nothing may be asked of a person while it is held.
    ///
    /// - Parameters:
    ///   - program: what others are told who holds it.
    ///   - isLasting: whether it is held until a person leaves: others then do not wait for it.
    ///   - patience: how long to wait.
    ///   - waitsForLasting: whether to wait for one, too, that holds it until a person leaves.
    /// - Returns: the lock, held.
    /// - Throws: ``HomeError`` with `heldByAnother`, at once where that one stays; `unsafePermissions`; `full` or `refused`;
    ///   `CancellationError`.
    func lock(
        program: String, isLasting: Bool = false, within patience: Duration, waitsForLasting: Bool = false
    ) async throws -> HomeLock {
        let began = ContinuousClock.now
        var isTold = false
        while true {
            do throws(HomeError) {
                return try lock(program: program, isLasting: isLasting)
            } catch {
                let waited = ContinuousClock.now - began
                guard error.code == .heldByAnother, waited < patience,
                    waitsForLasting || keeper?.isLasting != true
                else { throw error }
                if waited > .seconds(1), !isTold {
                    isTold = true
                    Console.note("Waiting for \(keeper?.description ?? "another process"), which keeps this home.")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
