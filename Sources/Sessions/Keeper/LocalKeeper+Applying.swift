import AuthCore
import Foundation
import Records
import SMART

extension LocalKeeper {
    /// Gives one session an event, and performs what follows from it.
    func apply(_ event: SessionEvent, to id: SessionID) {
        apply([(event, id)])
    }

    /// Gives sessions their events, makes what follows durable in one transaction, and only then acts on it and lets it
    /// be
    /// seen.
    ///
    /// Rule 3: nobody learns of a token that is not stored. Sessions that share a moment share the sync of the disk.
    ///
    /// - Parameters:
    ///   - events: what happened, in order. A session that is being signed out takes none that a refresh may follow
    ///     from.
    ///   - marks: the rotation marks to set in the same transaction.
    /// - Returns: why a session's changes are not durable, for each where they are not.
    @discardableResult
    func apply(
        _ events: [(event: SessionEvent, id: SessionID)], marking marks: [SessionID] = []
    ) -> [SessionID: StoreError] {
        var consequences: [Consequence] = []
        for (event, id) in events {
            guard var session = sessions[id], !(signOuts[id] != nil && event.mayRenew) else { continue }
            let effects = session.handle(event, at: clock.now, jitter: Double.random(in: 0...1))
            sessions[id] = session
            consequences.append(consequence(of: effects, for: id))
        }
        let now = clock.now
        let failures = store(consequences + marks.map { Consequence(id: $0, changes: [.mark($0, at: now)]) })
        for consequence in consequences { perform(consequence) }
        return failures
    }

    /// What the store and the keeper have to do after one event.
    private struct Consequence {
        let id: SessionID
        var changes: [StoreChange] = []
        var requests: [SessionEffect] = []

        /// The record to be stored; there is one where the tokens or what is known of them changed.
        var record: SessionRecord? {
            for case .save(let record) in changes { return record }
            return nil
        }

        /// What the log is to say, also where the disk had no room for it.
        var entries: [LogEntry] {
            changes.compactMap { if case .log(let entry) = $0 { entry } else { nil } }
        }

        /// The same without its log, which serves the reader: a disk that has no room for it must not stop a session.
        var essence: [StoreChange] {
            changes.filter { if case .log = $0 { false } else { true } }
        }

        /// What is left without what is known beside the tokens, which is held in memory too and stored with the next change.
        var tokens: [StoreChange] {
            essence.filter { if case .saveDetails = $0 { false } else { true } }
        }
    }

    /// Sorts a session's effects into what the store does first and what is asked of servers after.
    private func consequence(of effects: [SessionEffect], for id: SessionID) -> Consequence {
        var consequence = Consequence(id: id)
        for effect in effects {
            switch effect {
            case .store(let record):
                consequence.changes.append(.save(record))
            case .storeDetails(let record):
                // A record that waits to be stored is stored whole, with what it is now.
                if unsaved[id] != nil { unsaved[id] = record }
                if keptAside[id] != nil { keptAside[id] = record }
                consequence.changes.append(.saveDetails(record))
            case .clearMark:
                // While a new pair waits to be stored, the store holds a token that was sent.
                if unsaved[id] == nil, keptAside[id] == nil { consequence.changes.append(.clearMark(id)) }
            case .keepUnread(let answer):
                consequence.changes.append(.keepUnread(id, answer))
            case .forget:
                dropUnsaved(id)
                consequence.changes.append(.remove(id))
            case .log(let kind, let message):
                consequence.changes.append(.log(LogEntry(time: clock.now, kind: kind, session: id, message: message)))
            case .requestTokens, .requestRefreshDeadline:
                consequence.requests.append(effect)
            }
        }
        return consequence
    }

    /// Makes the changes durable together; where that fails without their log, which serves the reader, and then each
    /// session's alone, lest one that cannot be stored hold up the rest.
    private func store(_ consequences: [Consequence]) -> [SessionID: StoreError] {
        guard let store else { return [:] }
        do throws(StoreError) {
            if (try? store.commit(consequences.flatMap(\.changes))) == nil {
                try store.commit(consequences.flatMap(\.essence))
            }
            for consequence in consequences where consequence.record != nil { isStored(consequence.id) }
            return [:]
        } catch {
            return consequences.reduce(into: [:]) { $0[$1.id] = storeAlone($1, after: error, in: store) }
        }
    }

    /// Stores one session's changes, without the log if it must be; a record that the store will not take goes beside it, or
    /// is kept in memory.
    ///
    /// - Parameters:
    ///   - consequence: what is to be stored.
    ///   - refusal: what all of them together were refused with.
    ///   - store: where to.
    /// - Returns: why it is not durable; `nil` where it is.
    private func storeAlone(
        _ consequence: Consequence, after refusal: StoreError, in store: any SessionStore
    ) -> StoreError? {
        do throws(StoreError) {
            // Each wait for another process holds up the keeper's queue: one was enough.
            guard refusal.code != .busy else { throw refusal }
            if (try? store.commit(consequence.changes)) == nil, (try? store.commit(consequence.essence)) == nil {
                try store.commit(consequence.tokens)
            }
            if consequence.record != nil { isStored(consequence.id) }
            return nil
        } catch {
            if let record = consequence.record {
                unsaved[consequence.id] = record
                obstacles[consequence.id] = error
                keepAside(consequence.id)
            }
            // A mark that stays makes the next start careful, no more.
            if consequence.essence.contains(where: \.isOfWeight) { report(error, of: consequence.id) }
            return unsaved[consequence.id] == nil && consequence.record != nil ? nil : error
        }
    }

    /// Tells, asks, arms and shows: what is allowed to be seen once it was made durable, or could not be.
    private func perform(_ consequence: Consequence) {
        if consequence.record != nil, unsaved[consequence.id] != nil {
            // What is not durable yet is not told as done.
            untold[consequence.id, default: []] += consequence.entries
        } else {
            for entry in consequence.entries { tell(.logged(entry)) }
        }
        for request in consequence.requests {
            if case .requestTokens = request {
                let renewal = Renewal(id: consequence.id, number: nextUndertaking())
                refreshes[consequence.id] = Undertaking(
                    number: renewal.number, task: Task { await self.renew(renewal) })
            } else {
                requestRefreshDeadline(of: consequence.id)
            }
        }
        schedule(consequence.id)
        publish(consequence.id)
    }

    /// Tells the listeners of a disk that takes nothing, and does not try to write that down.
    private func report(_ error: StoreError, of id: SessionID) {
        tell(
            .logged(
                LogEntry(
                    time: clock.now, kind: .renewalFailed, session: id,
                    message: "the vault cannot be written: \(error)"
                        + (keptAside[id] == nil ? "" : "; the new tokens are stored beside it until it can"))))
    }

    /// Writes an entry of the keeper's own into the log.
    func log(_ kind: LogEntry.Kind, _ message: String, of id: SessionID?) {
        let entry = LogEntry(time: clock.now, kind: kind, session: id, message: message)
        // The log serves the reader; a full disk must not stop a session.
        try? store?.commit([.log(entry)])
        tell(.logged(entry))
    }
}

extension StoreChange {
    /// Whether a person has to hear that it could not be made.
    fileprivate var isOfWeight: Bool {
        switch self {
        case .save, .remove, .keepUnread: true
        case .saveDetails, .mark, .clearMark, .log: false
        }
    }
}

extension SessionEvent {
    /// Whether a refresh may follow from it.
    fileprivate var mayRenew: Bool {
        switch self {
        case .timePassed, .refreshRequested: true
        default: false
        }
    }
}
