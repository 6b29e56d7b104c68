import Home
import Sessions
import Synchronization

/// The right to a home by its lock, for a keeper that has it at times.
final class HomeKeeping: HomeClaim {
    private let home: Home
    private let program: String
    private let isLasting: Bool
    private let patience: Duration
    private let lock = Mutex<HomeLock?>(nil)

    /// - Parameters:
    ///   - home: what is kept.
    ///   - program: what others are told who keeps it.
    ///   - isLasting: whether it is kept until a person leaves.
    ///   - patience: how long another that keeps it is waited for.
    init(_ home: Home, program: String, isLasting: Bool = false, patience: Duration = Home.patience) {
        self.home = home
        self.program = program
        self.isLasting = isLasting
        self.patience = patience
    }

    var isHeld: Bool { lock.withLock { $0 != nil } }

    func take() async throws(KeeperError) {
        guard !isHeld else { return }
        do {
            let taken = try await home.lock(
                program: program, isLasting: isLasting, within: patience, waitsForLasting: !isLasting)
            lock.withLock { $0 = taken }
        } catch let error as HomeError {
            let isUnsafe = error.code == .heldByAnother || error.code == .unsafePermissions
            throw KeeperError(isUnsafe ? .unsafe : .failed, error.message, cause: error)
        } catch {
            throw KeeperError(.cancelled, "Cancelled", cause: error)
        }
    }

    func giveUp() {
        lock.withLock { held in
            held?.release()
            held = nil
        }
    }
}
