import Home
import Records
import Sessions
import Synchronization

extension OpenHome {
    /// Runs `work` as the home's keeper, or beside the one there is: a token that is still valid is handed out then at once.
    ///
    /// What has to be renewed first is left to the other, and waited for a moment: until that one has renewed it, or is done
    /// and this process can.
    ///
    /// - Throws: what `work` throws; what is wrong with the endpoint's file.
    static func asKeeperOrBeside<Result>(
        program: String, of session: SessionID, _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        try await HomeOpening.ofVault { opening in
            let began = ContinuousClock.now
            while true {
                do {
                    let lock = try opening.home.lock(program: program)
                    defer { lock.release() }
                    return try await opening.run(over: opening.store, isKeeper: true) { opened in
                        try await opened.load(.session(session))
                        return try await work(opened)
                    }
                } catch let error as HomeError where error.code == .heldByAnother {
                    // Another one keeps it.
                }
                let isLeft = Latch()
                let keeper = opening.home.keeper
                let guest = GuestStore(
                    opening.store, keptBy: keeper?.description ?? "another process", onRefusal: isLeft.set)
                do {
                    return try await opening.run(over: guest, isKeeper: false) { opened in
                        try await opened.load(.session(session))
                        return try await work(opened)
                    }
                } catch let error as KeeperError {
                    let isRenewing = (try? opening.store.session(session))??.markedAt != nil
                    let patience: Duration = keeper?.isLasting == true && !isRenewing ? .seconds(2) : Home.patience
                    guard isLeft.isSet, ContinuousClock.now - began < patience else { throw error }
                }
                try await Task.sleep(for: .milliseconds(30))
            }
        }
    }
}

/// Something that has happened once it was told so.
private final class Latch: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    @Sendable func set() {
        state.withLock { $0 = true }
    }
}
