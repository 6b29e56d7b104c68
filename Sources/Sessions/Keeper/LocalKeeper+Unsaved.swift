import Foundation
import Records

/// What servers answered and the vault would not take: kept, tried again, and never told as done before it is durable.
extension LocalKeeper {
    /// How soon it is tried again, in seconds: what is in memory alone, and what lies safely beside the vault.
    private static let pauseWhileUnsaved: TimeInterval = 1
    private static let pauseWhileAside: TimeInterval = 10

    /// When the next try is due; `nil` where everything of the session is in the vault.
    func nextTryToSave(_ id: SessionID) -> Date? {
        if unsaved[id] != nil { return clock.now.addingTimeInterval(Self.pauseWhileUnsaved) }
        return keptAside[id] == nil ? nil : clock.now.addingTimeInterval(Self.pauseWhileAside)
    }

    /// Tries again to store what the vault would not take: all of it at the cost of one try.
    func retrySaving(_ ids: some Sequence<SessionID>) {
        let waiting = ids.compactMap { unsaved[$0] ?? keptAside[$0] }
        guard let store, !waiting.isEmpty else { return }
        let entries = waiting.flatMap { untold[$0.id] ?? [] }
        do throws(StoreError) {
            try store.commit(waiting.map { .save($0) } + entries.map { .log($0) })
            for record in waiting { isStored(record.id) }
        } catch {
            // A failure was told when it first came; the scheduler comes back to it.
            for record in waiting where unsaved[record.id] != nil {
                obstacles[record.id] = error
                keepAside(record.id)
            }
        }
    }

    /// Puts what is in memory alone beside the vault, where that can be done: it is as durable there.
    func keepAside(_ id: SessionID) {
        guard let record = unsaved[id], let store, (try? store.keepAside(record)) != nil else { return }
        unsaved[id] = nil
        keptAside[id] = record
        tellHeldBack(id)
    }

    /// The vault has everything of the session.
    func isStored(_ id: SessionID) {
        let wasUnsaved = unsaved[id] != nil
        unsaved[id] = nil
        keptAside[id] = nil
        obstacles[id] = nil
        tellHeldBack(id)
        if wasUnsaved { publish(id) }
    }

    /// Forgets what was not stored: the session is signed out.
    func dropUnsaved(_ id: SessionID) {
        (unsaved[id], keptAside[id], obstacles[id], untold[id]) = (nil, nil, nil, nil)
    }

    private func tellHeldBack(_ id: SessionID) {
        for entry in untold.removeValue(forKey: id) ?? [] { tell(.logged(entry)) }
    }

    /// Why the newest tokens of the session are in memory alone, in words; `nil` where they are not.
    func wordsForUnsaved(_ id: SessionID) -> String? {
        guard unsaved[id] != nil else { return nil }
        return "the new tokens are not stored yet: \(obstacles[id].map { "\($0)" } ?? "the vault is locked")"
    }

    /// Tries once more to store all that would end with this process.
    ///
    /// - Returns: what is still in memory alone, a line for each session.
    package func storeTheRest() -> [String] {
        retrySaving(Array(unsaved.keys))
        return unsaved.keys.sorted().compactMap { id in wordsForUnsaved(id).map { "\(id): \($0)" } }
    }

    /// Records hand-offs that the vault would not take when they happened.
    func noteUnrecorded() {
        guard let store else { return }
        while let entry = unrecorded.first, (try? store.note(entry)) != nil { unrecorded.removeFirst() }
    }
}
