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

    /// Ends the wait for the redirect, and nothing else: a code that has come is traded to its end all the same.
    ///
    /// - Parameters:
    ///   - pending: the sign-in that is waited for.
    ///   - reason: what ``finishSignIn(_:)`` then throws.
    package func endWait(for pending: PendingSignIn.ID, because reason: KeeperError) {
        signIns[pending]?.giveUp(because: reason)
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
    func attempt(_ pending: PendingSignIn.ID) throws(KeeperError) -> SignInAttempt {
        guard let attempt = signIns[pending] else {
            throw KeeperError(.notFound, "this sign-in is over; start it again")
        }
        return attempt
    }

    /// Makes room for a session that did not exist; it takes the place of the row that stood for its endpoint alone.
    func showSession(_ id: SessionID) {
        guard sessions[id] == nil else { return }
        sessions[id] = Session(id: id)
        let bare = SessionID(endpoint: id.endpoint)
        if id != bare, sessions[bare]?.record == nil, sessions[bare]?.isSigningIn == false { drop(bare) }
    }
}
