import AuthCore
import Foundation
import Records
import SMART

extension LocalKeeper {
    /// Waits for the code, trades it, and for a while for what is left to be learned.
    ///
    /// Cancelling ends the wait for the code, or for what is left to be learned. Between the two the code is at the server, and
    /// what it brings is kept, whoever still waits.
    package func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot {
        let attempt = try attempt(pending)
        let id = attempt.plan.session
        guard attempt.claim() else { throw KeeperError(.failed, session: id, "this sign-in is waited for already") }
        do throws(KeeperError) {
            let code = try await attempt.code()
            try await takeCharge(of: attempt)
            guard signIns[pending] != nil else { throw .cancelledSignIn(to: id) }
            let trade = Task { await self.trade(code, of: attempt) }
            trades[pending] = trade
            try await trade.value.get()
        } catch {
            await cancelSignIn(pending)
            throw error
        }
        await attempt.close()
        try? await enrichments[id]?.task.ended(for: id)
        if let words = wordsForUnsaved(id) { throw KeeperError(.failed, session: id, "signed in, but \(words)") }
        return try snapshot(of: id)
    }

    /// Trades the code for tokens, which are durable before anything else is asked of the server.
    ///
    /// What nobody wants any more by the time it comes is revoked.
    private func trade(_ code: Redacted, of attempt: SignInAttempt) async -> Result<Void, KeeperError> {
        defer { trades[attempt.pending.id] = nil }
        let id = attempt.plan.session
        do throws(KeeperError) {
            let credentials = try credentials(forEndpoint: id.endpoint)
            // A code is good once: what it brings must find room.
            do throws(StoreError) { try store?.reserveRoom(for: id) } catch { throw KeeperError(error) }
            let asked = clock.now
            let response = try await exchange(code, of: attempt, as: credentials)
            let grant = SessionRecord.Grant(
                response: response, requestedScopes: attempt.request.scopes, requestedAccess: attempt.plan.access,
                clientID: credentials.id, server: attempt.server, tokenEndpoint: attempt.tokenEndpoint)
            var record = SessionRecord(id, accepting: grant, askedAt: asked, at: clock.now)
            record.details.clientAuthentication = credentials.method
            guard signIns[attempt.pending.id] != nil, endpoints[id.endpoint] != nil, store != nil else {
                _ = await revoke(record, as: credentials)
                throw .cancelledSignIn(to: id)
            }
            accept(record, of: attempt, as: credentials)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func exchange(
        _ code: Redacted, of attempt: SignInAttempt, as client: ClientCredentials
    ) async throws(KeeperError) -> TokenResponse {
        let exchange = CodeExchange(
            code: code, redirectURI: attempt.request.redirectURI, verifier: attempt.request.pkce.verifier,
            tokenEndpoint: attempt.tokenEndpoint, client: client)
        let id = attempt.plan.session
        do throws(AuthFailure) {
            let response = try await self.client.exchange(exchange)
            if let oddity = response.oddity { log(.signedIn, oddity, of: id) }
            return response
        } catch {
            throw KeeperError(keepingUnread(error, of: id))
        }
    }

    /// Keeps what a code brought and nobody could read, and says where to look at it.
    private func keepingUnread(_ failure: AuthFailure, of id: SessionID) -> AuthFailure {
        guard let answer = failure.unread, (try? store?.commit([.keepUnread(id, answer)])) != nil else {
            return failure
        }
        return AuthFailure(
            failure.verdict, server: failure.server,
            message: "\(failure.message); what it answered is kept; to look at it: stoke vault unread \(id)",
            cause: failure.cause, answerWasLost: failure.answerWasLost)
    }

    /// Makes a sign-in durable and lets it be seen, before the rest is learned of it.
    private func accept(_ record: SessionRecord, of attempt: SignInAttempt, as credentials: ClientCredentials) {
        signIns[attempt.pending.id] = nil
        enrichments.removeValue(forKey: record.id)?.task.cancel()
        let ending = sessions[record.id]?.record.flatMap { endGrant(before: $0, replacedBy: record, as: credentials) }
        showSession(record.id)
        apply(.accepted(record), to: record.id)
        beginEnriching(record, of: attempt, beside: ending)
    }
}

extension KeeperError {
    fileprivate static func cancelledSignIn(to session: SessionID) -> KeeperError {
        KeeperError(.failed, session: session, "the sign-in was cancelled")
    }
}
