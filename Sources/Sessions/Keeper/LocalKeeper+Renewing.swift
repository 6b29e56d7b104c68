import AuthCore
import Foundation
import Records
import SMART

/// A renewal under way; one of a grant that another sign-in has replaced has no say in the new session.
struct Renewal: Sendable {
    let id: SessionID
    /// That of its undertaking.
    let number: Int
}

/// One side of a renewal that wants to be durable: sessions that are due together share a transaction, and its sync.
enum RenewalStep {
    /// The rotation mark, before the request; resumed with why the request must not be sent.
    case mark(Renewal, CheckedContinuation<Unsent?, Never>)
    /// What became of the request; resumed once it is stored.
    case outcome(SessionEvent, Renewal, CheckedContinuation<Void, Never>)
}

extension LocalKeeper {
    /// Renews one session: waits at its host's gate, marks the rotation, sends the refresh token at once, and stores what came
    /// of it.
    func renew(_ renewal: Renewal) async {
        guard let record = superseded[renewal.number] ?? sessions[renewal.id]?.record else {
            if isCurrent(renewal) { refreshes[renewal.id] = nil }
            return
        }
        let host = record.details.tokenEndpoint?.host ?? ""
        if !gate.enters(host) { await withCheckedContinuation { gate.wait(for: host, $0) } }
        let outcome: SessionEvent
        do throws(Unsent) {
            outcome = try await send(renewal)
        } catch {
            outcome = .refreshNotSent(error)
        }
        gate.leave(host)
        await withCheckedContinuation { settle(.outcome(outcome, renewal, $0)) }
    }

    /// Marks the rotation and sends the refresh token.
    ///
    /// Everything that can stop it is looked at before the mark, and the request follows the mark at once (rule 2).
    ///
    /// - Throws: ``Unsent`` where it did not leave this machine.
    private func send(_ renewal: Renewal) async throws(Unsent) -> SessionEvent {
        let id = renewal.id
        guard !isFinishing else { throw .ending }
        guard isCurrent(renewal) else { throw .nothingHeld }
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken else { throw .nothingHeld }
        guard let tokenEndpoint = record.details.tokenEndpoint else { throw .nowhere }
        let credentials: ClientCredentials
        do throws(KeeperError) {
            credentials = try self.credentials(forEndpoint: id.endpoint)
        } catch {
            throw Unsent(error)
        }
        if let reason = await withCheckedContinuation({ settle(.mark(renewal, $0)) }) { throw reason }
        let asked = clock.now
        do throws(AuthFailure) {
            let response = try await client.refresh(refreshToken, at: tokenEndpoint, as: credentials)
            return .refreshed(response, askedAt: asked)
        } catch {
            return .refreshFailed(error)
        }
    }

    /// Whether the session is still that of the sign-in which the renewal was begun for.
    private func isCurrent(_ renewal: Renewal) -> Bool {
        refreshes[renewal.id]?.number == renewal.number
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
        var unsent: [Int: Unsent] = [:]
        for step in ready {
            switch step {
            case .outcome(let event, let renewal, _):
                if isCurrent(renewal) {
                    refreshes[renewal.id] = nil
                    outcomes.append((event, renewal.id))
                } else if case .refreshed(let response, let asked) = event {
                    superseded[renewal.number]?.renew(with: response, askedAt: asked ?? clock.now, at: clock.now)
                }
            case .mark(let renewal, _):
                unsent[renewal.number] = reasonNotToMark(renewal)
                if unsent[renewal.number] == nil { marks.append(renewal.id) }
            }
        }
        let failures = apply(outcomes, marking: marks)
        for step in ready {
            switch step {
            case .outcome(_, _, let continuation): continuation.resume()
            case .mark(let renewal, let continuation):
                continuation.resume(
                    returning: unsent[renewal.number] ?? failures[renewal.id].map { Unsent($0) })
            }
        }
    }

    private func reasonNotToMark(_ renewal: Renewal) -> Unsent? {
        guard isCurrent(renewal) else { return .nothingHeld }
        // A token that is not stored yet is not sent: storing it later would clear the mark.
        retrySaving(renewal.id)
        return unsaved[renewal.id] == nil ? nil : .notStored
    }

    /// Begins to ask the server when the refresh token ends, and feeds the answer back.
    ///
    /// It is beside the session's life: without an answer the next renewal asks again. A keeper that ends waits for it, lest a
    /// command that lives for one renewal never knew, but not for long.
    func requestRefreshDeadline(of id: SessionID) {
        guard let record = sessions[id]?.record, let refreshToken = record.refreshToken,
            let introspectionEndpoint = record.details.introspectionEndpoint
        else { return }
        beginErrand { keeper in
            let asking = Task { try? await keeper.refreshDeadline(of: record, at: introspectionEndpoint) }
            let limit = Task {
                if (try? await Task.sleep(for: keeper.enrichmentLimit / 4)) != nil { asking.cancel() }
            }
            let deadline = await asking.value
            limit.cancel()
            if let deadline { keeper.apply(.refreshDeadlineTold(deadline, of: refreshToken), to: id) }
        }
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
