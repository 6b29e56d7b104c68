import AuthCore
import Foundation
import Records
package import SMART

extension LocalKeeper {
    /// Asks the server anew each time; nothing is kept of the answer.
    package func discover(_ baseURL: FHIRBaseURL) async throws(KeeperError) -> DiscoveredServer {
        do throws(AuthFailure) { return try await client.discover(baseURL) } catch { throw KeeperError(error) }
    }

    /// What can be known to fail is found out before the person is sent to a browser: the secret, the server, the port.
    package func beginSignIn(_ plan: SignInPlan) async throws(KeeperError) -> PendingSignIn {
        let endpoint = try endpoint(named: plan.session.endpoint)
        guard store != nil else { throw vaultLocked }
        _ = try credentials(forEndpoint: endpoint.name)
        let server = try await discover(endpoint.baseURL)
        guard let authorizationEndpoint = server.authorizationEndpoint, let tokenEndpoint = server.tokenEndpoint else {
            throw KeeperError(
                .refused, session: plan.session,
                "\(endpoint.baseURL) advertises no \(server.authorizationEndpoint == nil ? "authorization" : "token") "
                    + "endpoint; see: stoke discover \(endpoint.baseURL)")
        }
        if let details = sessions[plan.session]?.record?.details,
            let moved = MovedServer(since: details, to: server, accepting: plan.acceptedServers)
        {
            throw KeeperError(.unsafe, session: plan.session, moved.description, cause: moved)
        }
        // Before the receiver: the sign-in may take over a registered port.
        await endSignIn(to: plan.session)
        let (receiver, receiverProblem) = await openReceiver(for: endpoint.client.redirectURI)
        // And after it: another may have begun meanwhile.
        await endSignIn(to: plan.session)
        guard store != nil, endpoints[endpoint.name] == endpoint else {
            await receiver?.close()
            throw store == nil
                ? vaultLocked
                : KeeperError(.failed, session: plan.session, "the endpoint was changed meanwhile; start again")
        }
        let scopes = plan.scopes.asking(for: plan.access)
        let request = AuthorizationRequest(
            authorizationEndpoint: authorizationEndpoint, clientID: endpoint.client.id,
            redirectURI: receiver?.redirectURI ?? endpoint.client.redirectURI, scopes: scopes,
            audience: endpoint.baseURL.text,
            nonce: scopes.contains(.openid) ? AuthorizationRequest.randomNonce() : nil)
        let attempt = SignInAttempt(
            pending: PendingSignIn(
                id: UUID(), session: plan.session, address: request.address,
                localAddress: receiver?.offer(request.address), redirectURI: request.redirectURI,
                isReceiving: receiver != nil, receiverProblem: receiverProblem),
            plan: plan, request: request, server: server, tokenEndpoint: tokenEndpoint, receiver: receiver)
        signIns[attempt.pending.id] = attempt
        attempt.listen()
        showSession(plan.session)
        apply(.signInBegan, to: plan.session)
        return attempt.pending
    }

    /// Ends the sign-in under way: there is one at a time, and the last one wins.
    ///
    /// None can begin between its return and the caller's next suspension.
    func endSignIn(to session: SessionID) async {
        while let earlier = signIns.values.first(where: { $0.plan.session == session }) {
            await cancelSignIn(earlier.pending.id)
        }
    }

    /// A port that cannot be listened on leaves the paste field.
    ///
    /// - Returns: the receiver, `nil` where the redirect does not come here or nothing can listen, and then why, in
    ///   words.
    private func openReceiver(for redirectURI: RedirectURI) async -> ((any RedirectReceiver)?, String?) {
        do {
            return (try await client.redirectReceiver(for: redirectURI), nil)
        } catch {
            return (nil, "\(error)")
        }
    }

    /// A text that someone else may have made (another `state` or issuer, an ambiguous answer) is refused as `unsafe`.
    package func paste(_ text: String, into pending: PendingSignIn.ID) throws(KeeperError) {
        let attempt = try attempt(pending)
        do throws(AuthorizationRedirectError) {
            try attempt.take(pasted: text)
        } catch {
            let isSuspicious = [.stateMismatch, .issuerMismatch, .issuerMissing, .ambiguous].contains(error.code)
            throw KeeperError(isSuspicious ? .unsafe : .failed, error.description, cause: error)
        }
    }

    /// Stores what the code brought, once what is under way for the session has ended; a sign-in cancelled meanwhile is
    /// revoked.
    package func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot {
        let attempt = try attempt(pending)
        let id = attempt.plan.session
        guard attempt.claim() else { throw KeeperError(.failed, session: id, "this sign-in is waited for already") }
        do throws(KeeperError) {
            let code = try await attempt.code()
            try await takeCharge(of: attempt)
            let record = try await trade(code, of: attempt)
            // An answer that is still on its way belongs to the sign-in before.
            await settle { $0 == id }
            guard signIns[pending] != nil, endpoints[id.endpoint] != nil else {
                // In a task of its own, since the caller may be cancelled, and its requests with it.
                _ = await Task { await revoke(record) }.value
                throw KeeperError(.failed, session: id, "the sign-in was cancelled")
            }
            signIns[pending] = nil
            showSession(id)
            apply(.accepted(record), to: id)
            await attempt.close()
        } catch {
            await cancelSignIn(pending)
            throw error
        }
        if let record = unsaved[id] {
            throw KeeperError(
                .failed, session: record.id, "signed in, but the vault cannot be written; free some disk space")
        }
        return try snapshot(of: id)
    }

    /// The session shows what it held before; a label that held nothing leaves the list.
    package func cancelSignIn(_ pending: PendingSignIn.ID) async {
        guard let attempt = signIns.removeValue(forKey: pending) else { return }
        let id = attempt.plan.session
        if !signIns.values.contains(where: { $0.plan.session == id }) {
            apply(.signInEnded, to: id)
            dropIfEmpty(id)
        }
        await attempt.cancel()
    }

    /// The sign-in of that number.
    ///
    /// - Throws: ``KeeperError`` with `notFound` where it has ended in any way.
    private func attempt(_ pending: PendingSignIn.ID) throws(KeeperError) -> SignInAttempt {
        guard let attempt = signIns[pending] else {
            throw KeeperError(.notFound, "this sign-in is over; start it again")
        }
        return attempt
    }

    /// Trades the code for tokens, then learns who signed in and, where the server only tells on asking, until when.
    private func trade(_ code: Redacted, of attempt: SignInAttempt) async throws(KeeperError) -> SessionRecord {
        let credentials = try credentials(forEndpoint: attempt.plan.session.endpoint)
        let exchange = CodeExchange(
            code: code, redirectURI: attempt.request.redirectURI, verifier: attempt.request.pkce.verifier,
            tokenEndpoint: attempt.tokenEndpoint, client: credentials)
        let response: TokenResponse
        do throws(AuthFailure) {
            response = try await client.exchange(exchange)
        } catch {
            throw KeeperError(keepingUnread(error, of: attempt.plan.session))
        }
        if let oddity = response.oddity { log(.signedIn, oddity, of: attempt.plan.session) }
        let received = clock.now
        let grant = SessionRecord.Grant(
            response: response, requestedScopes: attempt.request.scopes, requestedAccess: attempt.plan.access,
            clientID: credentials.id, server: attempt.server, tokenEndpoint: attempt.tokenEndpoint,
            identity: await identity(in: response, of: attempt))
        var record = SessionRecord(attempt.plan.session, accepting: grant, at: received)
        if record.details.refreshExpiresAt == nil, let introspectionEndpoint = attempt.server.introspectionEndpoint,
            let deadline = await refreshDeadline(of: record, at: introspectionEndpoint)
        {
            record.setRefreshDeadline(deadline)
            record.details.introspectionEndpoint = introspectionEndpoint
        }
        return record
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

    /// A failed check is shown and the identity not used; it does not cost the session.
    ///
    /// - Returns: the person, or the problem in words; `nil` where the server sent no `id_token`.
    private func identity(in response: TokenResponse, of attempt: SignInAttempt) async -> SessionRecord.Identity? {
        guard let idToken = response.idToken else { return nil }
        let check = IdentityCheck(
            issuer: attempt.server.issuer, jwksURI: attempt.server.jwksURI, clientID: attempt.request.clientID,
            nonce: attempt.request.nonce, now: clock.now)
        do {
            let claims = try await client.identity(in: idToken, check: check)
            return SessionRecord.Identity(
                subject: claims.subject, name: claims.name, fhirUser: claims.fhirUser ?? claims.profile)
        } catch {
            let filter = SecretFilter(
                [response.accessToken, response.refreshToken, response.idToken].compactMap(\.self))
            return SessionRecord.Identity(problem: filter.struck(from: "\(error)".cleaned).bounded(to: 500))
        }
    }

    /// Asks when the refresh token ends; some servers tell it on introspection only.
    ///
    /// `nil` where this one does not.
    ///
    /// RFC 7662 section 2.2, `exp`. A failure is no answer: the session does well without.
    func refreshDeadline(of record: SessionRecord, at introspectionEndpoint: ServerAddress) async -> Date? {
        guard let refreshToken = record.refreshToken,
            let credentials = try? credentials(forEndpoint: record.id.endpoint)
        else { return nil }
        let answer = try? await client.introspect(
            refreshToken, hint: .refreshToken, at: introspectionEndpoint, as: credentials, bearer: record.accessToken)
        return answer?.isActive == true ? answer?.expiresAt : nil
    }

    /// Makes room for a session that did not exist; it takes the place of the row that stood for its endpoint alone.
    private func showSession(_ id: SessionID) {
        guard sessions[id] == nil else { return }
        sessions[id] = Session(id: id)
        let bare = SessionID(endpoint: id.endpoint)
        if id != bare, sessions[bare]?.record == nil, sessions[bare]?.isSigningIn == false { drop(bare) }
    }
}
