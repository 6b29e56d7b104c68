import AuthCore
import Foundation
import Records
import SMART

/// One side of a renewal that wants to be durable: sessions that are due together share a transaction, and its sync.
enum RenewalStep {
    /// The rotation mark, before the request; resumed with why the request must not be sent.
    case mark(SessionID, CheckedContinuation<Unsent?, Never>)
    /// What became of the request; resumed once it is stored.
    case outcome(SessionEvent, SessionID, CheckedContinuation<Void, Never>)
}

extension LocalKeeper {
    /// Renews one session: waits at its host's gate, marks the rotation, sends the refresh token at once, and stores what came
    /// of it.
    func renew(_ id: SessionID) async {
        guard let record = sessions[id]?.record else {
            refreshes[id] = nil
            return
        }
        let host = record.details.tokenEndpoint?.host ?? ""
        if !gate.enters(host) { await withCheckedContinuation { gate.wait(for: host, $0) } }
        let outcome: SessionEvent
        do throws(Unsent) {
            outcome = try await send(id)
        } catch {
            outcome = .refreshNotSent(error)
        }
        gate.leave(host)
        await withCheckedContinuation { settle(.outcome(outcome, id, $0)) }
    }

    /// Marks the rotation and sends the refresh token.
    ///
    /// Everything that can stop it is looked at before the mark, and the request follows the mark at once (rule 2).
    ///
    /// - Throws: ``Unsent`` where it did not leave this machine.
    private func send(_ id: SessionID) async throws(Unsent) -> SessionEvent {
        guard !isFinishing else { throw .ending }
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken else { throw .nothingHeld }
        guard let tokenEndpoint = record.details.tokenEndpoint else { throw .nowhere }
        let credentials: ClientCredentials
        do throws(KeeperError) {
            credentials = try self.credentials(forEndpoint: id.endpoint)
        } catch {
            throw Unsent(error)
        }
        if let reason = await withCheckedContinuation({ settle(.mark(id, $0)) }) { throw reason }
        do throws(AuthFailure) {
            return .refreshed(try await client.refresh(refreshToken, at: tokenEndpoint, as: credentials))
        } catch {
            return .refreshFailed(error)
        }
    }

    /// Lets a step wait for those that are ready in the same moment.
    private func settle(_ step: RenewalStep) {
        steps.append(step)
        if steps.count == 1 { Task { self.settleSteps() } }
    }

    /// Makes what waits durable in one transaction, and lets each renewal go on.
    private func settleSteps() {
        let ready = steps
        steps = []
        var outcomes: [(event: SessionEvent, id: SessionID)] = []
        var marks: [SessionID] = []
        var unsent: [SessionID: Unsent] = [:]
        for step in ready {
            switch step {
            case .outcome(let event, let id, _):
                refreshes[id] = nil
                outcomes.append((event, id))
            case .mark(let id, _):
                // A token that is not stored yet is not sent: storing it later would clear the mark.
                retrySaving(id)
                if unsaved[id] == nil { marks.append(id) } else { unsent[id] = .notStored }
            }
        }
        let failures = apply(outcomes, marking: marks)
        for step in ready {
            switch step {
            case .outcome(_, _, let renewal): renewal.resume()
            case .mark(let id, let renewal): renewal.resume(returning: unsent[id] ?? failures[id].map { Unsent($0) })
            }
        }
    }

    /// Asks the server when the refresh token ends, and feeds the answer back.
    func requestRefreshDeadline(of id: SessionID) async {
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken,
            let introspectionEndpoint = record.details.introspectionEndpoint, !isFinishing,
            let deadline = await refreshDeadline(of: record, at: introspectionEndpoint)
        else { return }
        // A keeper that has ended no longer writes to the store, which may be another's by now.
        if !isFinishing { apply(.refreshDeadlineTold(deadline, of: refreshToken), to: id) }
    }

    /// The client's identity with its secret from the store.
    ///
    /// - Throws: ``KeeperError`` with `notFound`, or with `failed` where the secret is missing.
    func credentials(forEndpoint name: String) throws(KeeperError) -> ClientCredentials {
        let endpoint = try endpoint(named: name)
        let method = endpoint.client.authentication
        guard method == .clientSecretBasic || method == .clientSecretPost else {
            return ClientCredentials(id: endpoint.client.id, method: method)
        }
        let secret: Redacted?
        do throws(StoreError) {
            secret = try store?.clientSecret(ofEndpoint: name)
        } catch {
            throw KeeperError(error)
        }
        guard let secret else {
            throw KeeperError(.failed, "the client secret is missing; store it with: stoke endpoint secret \(name)")
        }
        return ClientCredentials(id: endpoint.client.id, method: method, secret: secret)
    }
}
