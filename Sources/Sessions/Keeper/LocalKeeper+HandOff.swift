package import Foundation
package import Records
import SMART

extension LocalKeeper {
    /// The least time that a handed-out token has left, in seconds, where its lifetime allows.
    private static let shortestUsefulValidity: TimeInterval = 10

    /// Hands out what is held, else the outcome of one refresh, which all callers of the session share.
    ///
    /// A record that the disk would not take is stored first; its token is not handed out before (rule 3). An expired
    /// token is not handed out, nor one that a clock set back makes look young (rule 7).
    package func accessToken(
        for id: SessionID, minimumValidity: TimeInterval, program: String
    ) async throws(KeeperError) -> AccessToken {
        guard store != nil else { throw vaultLocked }
        guard sessions[id] != nil, signOuts[id] == nil else { throw noSuchSession(id) }
        retrySaving(id)
        guard unsaved[id] == nil else { throw reasonWithoutToken(id, minimumValidity: minimumValidity) }
        if refreshes[id] == nil { apply(.timePassed, to: id) }
        if let token = try usableToken(of: id, minimumValidity: minimumValidity) {
            return try handOff(token, of: id, to: program)
        }
        apply(.refreshRequested(byPerson: false), to: id)
        try await refreshes[id]?.task.ended(for: id)
        if let token = try usableToken(of: id, minimumValidity: minimumValidity) {
            return try handOff(token, of: id, to: program)
        }
        throw reasonWithoutToken(id, minimumValidity: minimumValidity)
    }

    /// Renews on a person's word, also in the pause after failures; done is what the vault holds.
    package func refresh(_ id: SessionID) async throws(KeeperError) {
        guard store != nil else { throw vaultLocked }
        guard let record = sessions[id]?.record, signOuts[id] == nil else { throw noSuchSession(id) }
        if let reason = changeOfEndpoint(since: record) { throw KeeperError(.refused, session: id, reason) }
        apply(.refreshRequested(byPerson: true), to: id)
        try await refreshes[id]?.task.ended(for: id)
        if let now = sessions[id]?.record, unsaved[id] == nil {
            // One who signed in again meanwhile has new tokens too.
            if now.details.refreshCount > record.details.refreshCount || now.accessToken != record.accessToken {
                return
            }
        }
        throw reasonWithoutToken(id, minimumValidity: 0)
    }

    /// Waits for the refresh under way: what a new answer says of the patient counts too.
    package func confirmPatient(of id: SessionID) async throws(KeeperError) {
        // Storing while an answer is awaited would clear the rotation mark.
        while let refresh = refreshes[id] { try await refresh.task.ended(for: id) }
        guard store != nil else { throw vaultLocked }
        guard signOuts[id] == nil, sessions[id]?.record?.details.unconfirmedPatient != nil else {
            throw noSuchSession(id)
        }
        apply(.patientConfirmed, to: id)
    }

    /// The access token, if it may be handed out and is valid long enough.
    ///
    /// `nil` where a refresh may help.
    ///
    /// - Throws: ``KeeperError`` with `unsafe` while another patient is not confirmed: no refresh mends that.
    private func usableToken(of id: SessionID, minimumValidity: TimeInterval) throws(KeeperError) -> AccessToken? {
        guard let session = sessions[id], let record = session.record, let token = record.accessToken,
            unsaved[id] == nil, signOuts[id] == nil, !session.clockWasSetBack(at: clock.now)
        else { return nil }
        let details = record.details
        if let patient = details.unconfirmedPatient {
            throw KeeperError(
                .unsafe, session: id,
                "\(details.authorizationServer) answered a refresh for another patient (\(patient)); "
                    + "confirm that in stoke, or sign in again"
            )
        }
        guard details.ending?.kind != .misconfigured else { return nil }
        let lifetime = details.accessExpiresAt.timeIntervalSince(details.accessReceivedAt)
        let wanted = max(minimumValidity, min(Self.shortestUsefulValidity, lifetime / 2))
        guard details.accessExpiresAt.timeIntervalSince(clock.now) >= wanted else { return nil }
        return AccessToken(
            token: token, tokenType: details.tokenType, expiresAt: details.accessExpiresAt,
            scope: details.grantedScopes, baseURL: details.baseURL)
    }

    /// Every hand-off is on record before the token is out; one that cannot be recorded does not happen.
    private func handOff(_ token: AccessToken, of id: SessionID, to program: String) throws(KeeperError) -> AccessToken
    {
        let entry = LogEntry(
            time: clock.now, kind: .handedOff, session: id, message: "access token handed to \(program.cleaned)")
        do throws(StoreError) {
            try store?.note(entry)
        } catch {
            throw KeeperError(.failed, session: id, "the hand-off cannot be recorded: \(error)", cause: error)
        }
        tell(.logged(entry))
        return token
    }

    /// Why there is no token, and what to do.
    private func reasonWithoutToken(_ id: SessionID, minimumValidity: TimeInterval) -> KeeperError {
        let now = clock.now
        guard let session = sessions[id] else { return noSuchSession(id) }
        switch session.state(at: now) {
        case .locked: return vaultLocked
        case .signedOut, .signingIn:
            return KeeperError(.signInNeeded, session: id, "not signed in; run: stoke login \(id)")
        case .lapsed, .interrupted:
            let reason = session.record?.details.ending?.reason ?? "the session ended"
            return KeeperError(.signInNeeded, session: id, "\(reason); sign in again: stoke login \(id)")
        case .misconfigured:
            let reason = session.record?.details.ending?.reason ?? "misconfigured"
            let next = session.nextTry(at: now).map { "; \(words(for: $0, of: session, at: now))" }
            return KeeperError(.refused, session: id, reason + (next ?? ""))
        case .live, .stale:
            return reasonWithoutToken(session, minimumValidity: minimumValidity, at: now)
        }
    }

    /// The reason of a session that is not ended: the disk, a missing refresh token, too short a lifetime, or the
    /// server.
    private func reasonWithoutToken(_ session: Session, minimumValidity: TimeInterval, at now: Date) -> KeeperError {
        if unsaved[session.id] != nil {
            return KeeperError(
                .failed, session: session.id, "the vault cannot be written; free some disk space and try again")
        }
        guard let explanation = session.explanation, let nextTry = session.nextTry(at: now) else {
            guard session.canRefresh(at: now) else {
                return KeeperError(
                    .signInNeeded, session: session.id,
                    "there is no refresh token that still works; sign in again: stoke login \(session.id)")
            }
            let server = session.record?.details.authorizationServer ?? session.id.endpoint.description
            return KeeperError(
                .failed, session: session.id,
                "the tokens of \(server) do not live \(Int(min(minimumValidity, 1e9))) s; ask for a shorter validity")
        }
        if session.hindrance == nil, let trouble = session.trouble, trouble.patienceEnded {
            return KeeperError(
                .signInNeeded, session: session.id,
                "\(trouble.message), as it has for a while, without saying why; "
                    + "sign in again: stoke login \(session.id)")
        }
        return KeeperError(
            session.hindrance?.reason.code ?? .unavailable, session: session.id,
            "\(explanation); \(words(for: nextTry, of: session, at: now))")
    }

    /// When there is another try, and since when there is none that worked.
    private func words(for nextTry: Date, of session: Session, at now: Date) -> String {
        let seconds = max(1, Int(nextTry.timeIntervalSince(now).rounded(.up)))
        let time = seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
        let next = renewsByItself ? "the next try is in \(time)" : "try again in \(time)"
        guard let trouble = session.trouble, trouble.failures > 1 else { return next }
        return "\(next) (it has failed since \(trouble.since.formatted(.iso8601)))"
    }

    /// What every call says that needs the store while it is locked.
    var vaultLocked: KeeperError {
        KeeperError(.vaultLocked, "the vault is locked; unlock it in stoke, or give it a key command")
    }

    /// Why nothing is held under that name: no endpoint, nobody signed in, or a label that does not exist.
    func noSuchSession(_ id: SessionID) -> KeeperError {
        guard endpoints[id.endpoint] != nil else {
            return .noEndpoint(named: id.endpoint)
        }
        return KeeperError(
            id.label == nil ? .signInNeeded : .notFound, session: id, "not signed in; run: stoke login \(id)")
    }
}
