import Foundation
import Records
import Sessions

/// What events do.
extension State {
    /// Takes in what happened at `now` and says what is to be done about it.
    mutating func update(_ event: Event, now: Date) -> [Effect] { update([event], now: now) }

    /// Takes in all that has happened by `now`, in order, and says what is to be done about it.
    ///
    /// However many the events, the screens are fitted to them once.
    mutating func update(_ events: [Event], now: Date) -> [Effect] {
        self.now = now
        var effects: [Effect] = []
        for event in events { effects += take(event) }
        table.settle(height: listHeight)
        for depth in visibleDepths { withScreen(depth) { screen, state in screen.settle(in: state) } }
        return effects
    }

    /// Takes in one event.
    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .started:
            if let warning = options.warning { say(warning, .warning) }
            return [start(.load).effect]
        case .key(let key):
            return press(key)
        case .resized(let size):
            self.size = size
            return []
        case .timeChanged:
            return []
        case .keeper(let change):
            return take(change)
        case .keeperEnded:
            say("The keeper of these sessions has ended; what is shown no longer changes. q leaves.", .failure)
            return []
        case .finished(let id, let outcome):
            return finish(id, outcome)
        case .copyExpired(let copy):
            return [.clearClipboard(copy: copy)]
        case .failed(let message):
            say(message, .failure)
            return []
        }
    }

    /// Takes in what changed at the keeper.
    private mutating func take(_ change: KeeperChange) -> [Effect] {
        switch change {
        case .session(let snapshot):
            table.update(snapshot)
            return []
        case .removed(let id):
            table.remove(id)
            return []
        case .logged(let entry):
            log.append(entry)
            return alert(entry)
        }
    }

    /// Tells the person of what wants them soon.
    ///
    /// A notice that is there is not written over: it answers what the person just did.
    private mutating func alert(_ entry: LogEntry) -> [Effect] {
        guard let session = entry.session, entry.kind.wantsThePerson else { return [] }
        if notice == nil { say("\(session): \(entry.message)", .warning) }
        return options.notifies ? [.notify(title: "\(session)", body: entry.message)] : []
    }

    /// Hands an outcome to the screen that waits for it, else concludes the call here.
    ///
    /// From the top down, so that of two screens that wait the one in front is asked first.
    private mutating func finish(_ id: KeeperCall.ID, _ outcome: Outcome) -> [Effect] {
        guard let call = forget(id) else { return undo(outcome) }
        for depth in screens.indices.reversed() {
            let effects = withScreen(depth) { screen, state in screen.receive(outcome, of: call, in: &state) }
            if let effects { return effects }
        }
        return conclude(call, outcome)
    }

    /// Takes back what a call brought although it was cancelled: a sign-in that had begun by then would wait for ever.
    private func undo(_ outcome: Outcome) -> [Effect] {
        guard case .began(let pending) = outcome else { return [] }
        return [.cancelSignIn(pending.id)]
    }

    /// The outcome of what no open screen waits for.
    private mutating func conclude(_ call: KeeperCall, _ outcome: Outcome) -> [Effect] {
        switch (call.work, outcome) {
        case (.load, .loaded(let sessions, let entries)):
            load(sessions, entries)
        case (.reload, .reloaded(let sessions, let entries, let problems)):
            load(sessions, entries)
            if problems.isEmpty {
                say("Read the endpoints again")
            } else {
                say(problems.joined(separator: " · "), .warning)
            }
        case (.token(let id), .token(let token)):
            say("Sent the access token of \(id) to the terminal's clipboard, which is cleared in a minute")
            return [.copyBriefly(token.token)]
        case (.refresh(let id), .done):
            say("Renewed \(id)")
        case (.signOut(let id), .signedOut(let problem)):
            if let problem {
                say("Signed out of \(id) here; the server did not revoke: \(problem)", .warning)
            } else {
                say("Signed out of \(id)")
            }
        case (.removeEndpoint(let name), .done):
            for id in table.sessions(ofEndpoint: name).map(\.id) { table.remove(id) }
            say("Removed \(name)")
        case (.confirmPatient(let id), .done):
            say("\(id) now stands for the other patient")
        case (.lock, .done):
            say("Locked")
        case (_, .failed(let failure)):
            say(failure.message, .failure)
            if failure.code == .vaultLocked { askToUnlock() }
        default:
            break
        }
        return []
    }

    /// Shows these sessions and this log; where the vault is locked, asks for its passphrase.
    ///
    /// The focus follows its session, where that is still there.
    private mutating func load(_ sessions: [SessionSnapshot], _ entries: [LogEntry]) {
        isLoaded = true
        table.load(sessions)
        log.load(entries)
        if isLocked { askToUnlock() }
    }

    /// Opens the screen that asks for the passphrase, once.
    private mutating func askToUnlock() {
        if !screens.contains(where: { $0.context == .unlock }) { open(UnlockScreen()) }
    }
}

/// Which events the person is told of.
extension LogEntry.Kind {
    /// Whether there is something to be done that only the person can do.
    fileprivate var wantsThePerson: Bool {
        switch self {
        case .lapseNear, .lapsed, .interrupted, .misconfigured, .patientChanged: true
        case .signedIn, .renewed, .renewalFailed, .signedOut, .handedOff, .endpointAdded, .endpointRemoved,
            .clockStepped, .revoked:
            false
        }
    }
}
