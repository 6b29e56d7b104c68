import AuthCore
import Foundation
import SMART
import Vault

extension LocalKeeper {
    /// Gives a session an event and performs what follows from it.
    func apply(_ event: SessionEvent, to id: SessionID) {
        guard var session = sessions[id], !(signOuts[id] != nil && event.mayRenew) else { return }
        let effects = session.handle(event, at: clock.now, jitter: Double.random(in: 0...1))
        sessions[id] = session
        perform(effects, for: id)
        schedule(id)
        publish(id)
    }

    private func perform(_ effects: [SessionEffect], for id: SessionID) {
        for effect in effects {
            switch effect {
            case .markRotation:
                guard mark(id) else { return }
            case .requestTokens:
                refreshes[id] = Task { await self.requestTokens(for: id) }
            case .requestRefreshDeadline:
                // Beside the session's life: nobody waits for it, and without an answer the next renewal asks again.
                Task { await self.requestRefreshDeadline(of: id) }
            case .store(let record):
                save(record)
            case .clearMark:
                // While a new pair waits to be stored, the vault holds a token that was sent. Elsewhere a mark that stays
                // makes the next start careful, no more.
                if unsaved[id] == nil { try? store?.clearRotationMark(of: id) }
            case .forget:
                unsaved[id] = nil
                do { try store?.remove(id) } catch { report(error, of: id) }
            case .log(let kind, let message):
                log(kind, message, of: id)
            }
        }
    }

    /// Without a durable mark nothing is sent: a lost answer could not be told from a lapse.
    ///
    /// Nor is a token sent that is not stored yet, since storing it later would clear the mark.
    private func mark(_ id: SessionID) -> Bool {
        do {
            if let record = unsaved[id] {
                try store?.save(record)
                unsaved[id] = nil
            }
            try store?.markRotation(of: id, at: clock.now)
            return true
        } catch {
            let failure = AuthFailure(
                .passing(retryAfter: nil), server: "vault", message: "\(error)", wasNeverSent: true)
            apply(.refreshFailed(failure), to: id)
            return false
        }
    }

    private func save(_ record: SessionRecord) {
        do {
            try store?.save(record)
            unsaved[record.id] = nil
        } catch {
            unsaved[record.id] = record
            report(error, of: record.id)
        }
    }

    /// Tries again to store what the disk would not take.
    func retrySaving(_ id: SessionID) {
        guard let store, let record = unsaved[id] else { return }
        do {
            try store.save(record)
            unsaved[id] = nil
        } catch {
            // Told when it first failed; the scheduler comes back to it.
        }
    }

    private func report(_ error: any Error, of id: SessionID) {
        tell(
            .logged(
                LogEntry(
                    time: clock.now, kind: .renewalFailed, session: id, message: "the vault cannot be written: \(error)"
                )))
    }

    func log(_ kind: LogEntry.Kind, _ message: String, of id: SessionID?) {
        let entry = LogEntry(time: clock.now, kind: kind, session: id, message: message)
        // The log serves the reader; a full disk must not stop a session.
        try? store?.append(entry)
        tell(.logged(entry))
    }

    // MARK: Refreshing

    /// Sends the one refresh of a session and feeds its outcome back.
    private func requestTokens(for id: SessionID) async {
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken else {
            refreshes[id] = nil
            return
        }
        let event: SessionEvent
        do {
            guard let tokenEndpoint = record.details.tokenEndpoint else {
                throw KeeperError(
                    .failed,
                    "the token endpoint kept with this session is no address that tokens may go to; sign in again")
            }
            let credentials = try credentials(forEndpoint: id.endpoint)
            let client = client
            let outcome = await gate.pass(to: tokenEndpoint.host) { () async -> Result<TokenResponse, AuthFailure> in
                guard await !self.isFinishing else { return .failure(Self.unsent(to: tokenEndpoint)) }
                do throws(AuthFailure) {
                    return .success(try await client.refresh(refreshToken, at: tokenEndpoint, as: credentials))
                } catch {
                    return .failure(error)
                }
            }
            switch outcome {
            case .success(let response): event = .refreshed(response)
            case .failure(let failure): event = .refreshFailed(failure)
            }
        } catch {
            event = .refreshFailed(
                AuthFailure(
                    .passing(retryAfter: nil), server: id.endpoint, message: "\(error)", wasNeverSent: true))
        }
        refreshes[id] = nil
        apply(event, to: id)
    }

    private func requestRefreshDeadline(of id: SessionID) async {
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken,
            let introspectionEndpoint = record.details.introspectionEndpoint, !isFinishing,
            let deadline = await refreshDeadline(of: record, at: introspectionEndpoint)
        else { return }
        // A keeper that has ended no longer writes to the vault, which may be another's by now.
        if !isFinishing { apply(.refreshDeadlineTold(deadline, of: refreshToken), to: id) }
    }

    private static func unsent(to endpoint: ServerAddress) -> AuthFailure {
        AuthFailure(
            .passing(retryAfter: nil), server: endpoint.server,
            message: "\(endpoint.server) was not asked, because Stoke is ending", wasNeverSent: true)
    }

    /// The client's identity with its secret from the vault.
    func credentials(forEndpoint name: String) throws -> ClientCredentials {
        guard let endpoint = endpoints[name] else {
            throw KeeperError(.notFound, "there is no endpoint named \(name)")
        }
        let method = endpoint.client.authentication
        guard method == .clientSecretBasic || method == .clientSecretPost else {
            return ClientCredentials(id: endpoint.client.id, method: method)
        }
        guard let secret = try store?.clientSecret(ofEndpoint: name) else {
            throw KeeperError(.failed, "the client secret is missing; store it with: stoke endpoint secret \(name)")
        }
        return ClientCredentials(id: endpoint.client.id, method: method, secret: secret)
    }
}

extension SessionEvent {
    /// Whether a refresh may follow from it.
    fileprivate var mayRenew: Bool {
        switch self {
        case .timePassed, .refreshRequested, .signInEnded: true
        default: false
        }
    }
}
