import AuthCore
package import Records
import SMART

extension LocalKeeper {
    /// As it was last read; ``reloadEndpoints()`` reads again.
    package func endpoint(named name: String) throws(KeeperError) -> Endpoint {
        guard let endpoint = endpoints[name] else { throw .noEndpoint(named: name) }
        return endpoint
    }

    /// Writes the endpoint first: what cannot be written is not used either.
    package func add(_ endpoint: Endpoint) throws(KeeperError) {
        try endpointSource.add(endpoint)
        endpoints[endpoint.name] = endpoint
        endpointProblems[endpoint.name] = nil
        showEndpointWithoutSession(endpoint.name)
        log(.endpointAdded, "endpoint added, \(endpoint.baseURL)", of: SessionID(endpoint: endpoint.name))
    }

    /// Takes over what changed, lets go of what is gone, and leaves alone what is broken: a slip in a file ends no
    /// session.
    package func reloadEndpoints() throws(KeeperError) -> [String] {
        let configured = try endpointSource.load()
        let found = Dictionary(configured.endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let broken = Set(configured.unusable.map(\.name))
        var problems = configured.unusable.map(\.error.description)
        endpointProblems = [:]
        noteUnusable(configured.unusable)
        for (name, endpoint) in found where endpoints[name] != endpoint {
            if let problem = takeOver(endpoint) { problems.append(problem) }
        }
        for name in endpoints.keys where found[name] == nil && !broken.contains(name) {
            if let problem = letGo(ofEndpoint: name) { problems.append(problem) }
        }
        try takeUpSessions()
        return problems
    }

    /// Takes an endpoint as it is configured now.
    ///
    /// Tokens and secrets that are in use do not begin to go elsewhere meanwhile.
    ///
    /// - Returns: why it cannot be taken over, in words.
    private func takeOver(_ endpoint: Endpoint) -> String? {
        let name = endpoint.name
        if let before = endpoints[name], before.baseURL != endpoint.baseURL || before.client != endpoint.client,
            isInUse(name)
        {
            return "\(name): its server or client has changed; sign out of it, then read the endpoints again"
        }
        endpoints[name] = endpoint
        // A server that refused the client may take the one that is configured now.
        for session in heldSessions(at: name) {
            guard let record = session.record, session.isMisconfigured else { continue }
            var anew = record
            anew.details.trouble = nil
            apply(.endpointChanged(heldAgainstEndpoint(anew).details.ending), to: session.id)
        }
        return nil
    }

    /// Takes an endpoint whose file is gone off the list, unless something is held or under way there.
    ///
    /// - Returns: why it stays, in words.
    private func letGo(ofEndpoint name: String) -> String? {
        guard !heldSessions(at: name).contains(where: { $0.record != nil || $0.damage != nil || $0.isSigningIn })
        else {
            endpointProblems[name] = KeeperError.noEndpoint(named: name).message
            return "\(name): its file is gone; its sessions stay until they are signed out"
        }
        endpoints[name] = nil
        for id in sessions.names(at: name) { drop(id) }
        return nil
    }

    /// Whether tokens of the endpoint are held that its server takes, as far as is known, or are on their way.
    private func isInUse(_ name: String) -> Bool {
        heldSessions(at: name).contains {
            $0.isSigningIn || refreshes[$0.id] != nil || $0.record != nil && !$0.isMisconfigured
        }
    }

    /// The sessions at one endpoint, the row that stands for it alone among them.
    private func heldSessions(at endpoint: String) -> [Session] {
        sessions.names(at: endpoint).compactMap { sessions[$0] }
    }

    /// In an order in which a failure half way leaves nothing dangerous: secret, file, sessions.
    package func removeEndpoint(named name: String) async throws(KeeperError) {
        await settle { $0.endpoint == name }
        guard endpoints[name] != nil || endpointProblems[name] != nil else { throw .noEndpoint(named: name) }
        guard let store else { throw vaultLocked }
        // The secret first: one that outlived its file would go to the server of the next endpoint of that name.
        do throws(StoreError) {
            try store.setClientSecret(nil, ofEndpoint: name)
        } catch {
            throw KeeperError(error)
        }
        do throws(KeeperError) {
            try endpointSource.remove(name)
        } catch {
            // Its file may be gone already, by the person's hand.
            guard error.code == .notFound, endpointProblems[name] != nil else { throw error }
        }
        for id in sessions.names(at: name) {
            enrichments.removeValue(forKey: id)?.task.cancel()
            apply(.signedOut, to: id)
            drop(id)
        }
        endpoints[name] = nil
        endpointProblems[name] = nil
        log(.endpointRemoved, "endpoint removed", of: SessionID(endpoint: name))
        for attempt in signIns.values where attempt.plan.session.endpoint == name {
            await cancelSignIn(attempt.pending.id)
        }
    }

    @discardableResult
    package func signOut(_ id: SessionID) async throws(KeeperError) -> String? {
        await endSignIn(to: id)
        // The answer to a refresh is waited for: its tokens too are to be revoked.
        while signOuts[id] == nil, let refresh = refreshes[id] { try await refresh.task.ended(for: id) }
        guard store != nil else { throw vaultLocked }
        let signOut: Task<String?, Never>
        if let underWay = signOuts[id] {
            signOut = underWay.task
        } else {
            if sessions[id]?.damage != nil, sessions[id]?.record == nil { return forgetDamaged(id) }
            guard let record = sessions[id]?.record else { throw noSuchSession(id) }
            let number = nextUndertaking()
            signOut = Task { await self.forget(record, as: number) }
            signOuts[id] = Undertaking(number: number, task: signOut)
        }
        return await withTaskCancellationHandler {
            await signOut.value
        } onCancel: {
            signOut.cancel()
        }
    }

    /// Revokes a session's tokens where that can be done, and forgets it in any case.
    ///
    /// Where another signed in meanwhile, the session is theirs and stays.
    private func forget(_ record: SessionRecord, as number: Int) async -> String? {
        let complaint = await revocation(of: record).map { "forgotten here, but \($0)" }
        guard signOuts[record.id]?.number == number else { return complaint }
        signOuts[record.id] = nil
        enrichments.removeValue(forKey: record.id)?.task.cancel()
        apply(.signedOut, to: record.id)
        dropIfEmpty(record.id)
        return complaint
    }

    /// Removes a session that cannot be read.
    private func forgetDamaged(_ id: SessionID) -> String {
        apply(.signedOut, to: id)
        dropIfEmpty(id)
        return
            "its tokens could not be read, so they were forgotten here but not revoked; the server may still honour them"
    }

    /// Revokes a session's tokens as its endpoint's client.
    private func revocation(of record: SessionRecord) async -> String? {
        do throws(KeeperError) {
            return await revoke(record, as: try credentials(forEndpoint: record.id.endpoint))
        } catch {
            return "the tokens are not revoked: \(error)"
        }
    }

    /// Takes a labelled session that holds nothing off the list, and an endpoint that only its sessions stood for.
    func dropIfEmpty(_ id: SessionID) {
        defer { forgetLostEndpoint(id.endpoint) }
        guard id.label != nil, let session = sessions[id], session.record == nil, session.damage == nil,
            !session.isSigningIn
        else { return }
        drop(id)
        showEndpointWithoutSession(id.endpoint)
    }

    /// Takes a session off the list.
    func drop(_ id: SessionID) {
        sessions[id] = nil
        schedule(id)
        tell(.removed(id))
    }
}

extension Session {
    fileprivate var isMisconfigured: Bool { record?.details.ending?.kind == .misconfigured }
}
