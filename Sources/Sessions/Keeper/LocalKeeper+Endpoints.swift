import AuthCore
import Foundation
import SMART
package import Vault

extension LocalKeeper {
    package func endpoint(named name: String) throws -> Endpoint {
        guard let endpoint = endpoints[name] else {
            throw KeeperError(.notFound, "there is no endpoint named \(name); see: stoke endpoint list")
        }
        return endpoint
    }

    package func add(_ endpoint: Endpoint) throws {
        try endpointSource.add(endpoint)
        endpoints[endpoint.name] = endpoint
        showEndpointWithoutSession(endpoint.name)
        log(.endpointAdded, "endpoint added, \(endpoint.baseURL)", of: SessionID(endpoint: endpoint.name))
    }

    package func reloadEndpoints() throws -> [String] {
        let contents = try endpointSource.load()
        let found = Dictionary(contents.endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let broken = Set(contents.failures.map(\.name))
        var problems = contents.failures.map(\.description)
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
        for (id, session) in sessions where id.endpoint == name {
            guard let record = session.record, session.isMisconfigured else { continue }
            apply(.loaded(heldAgainstEndpoint(record), markedAt: nil), to: id)
        }
        return nil
    }

    private func letGo(ofEndpoint name: String) -> String? {
        guard !sessions.values.contains(where: { $0.id.endpoint == name && ($0.record != nil || $0.isSigningIn) })
        else { return "\(name): its file is gone; its sessions stay until they are signed out" }
        endpoints[name] = nil
        for id in sessions.keys where id.endpoint == name { drop(id) }
        return nil
    }

    /// Whether tokens of the endpoint are held that its server takes, as far as is known, or are on their way.
    private func isInUse(_ name: String) -> Bool {
        sessions.values.contains { session in
            session.id.endpoint == name
                && (session.isSigningIn || refreshes[session.id] != nil
                    || session.record != nil && !session.isMisconfigured)
        }
    }

    package func removeEndpoint(named name: String) async throws {
        await settle { $0.endpoint == name }
        _ = try endpoint(named: name)
        guard let store else { throw vaultLocked }
        // The secret first: one that outlived its file would go to the server of the next endpoint of that name.
        try store.setClientSecret(nil, ofEndpoint: name)
        try endpointSource.remove(name)
        for id in sessions.keys where id.endpoint == name {
            apply(.signedOut, to: id)
            drop(id)
        }
        endpoints[name] = nil
        log(.endpointRemoved, "endpoint removed", of: SessionID(endpoint: name))
        for attempt in signIns.values where attempt.plan.session.endpoint == name {
            await cancelSignIn(attempt.pending.id)
        }
    }

    @discardableResult
    package func signOut(_ id: SessionID) async throws -> String? {
        await endSignIn(to: id)
        // The answer to a refresh is waited for: its tokens too are to be revoked.
        while signOuts[id] == nil, let refresh = refreshes[id] { try await refresh.ended() }
        guard store != nil else { throw vaultLocked }
        let signOut: Task<String?, Never>
        if let underWay = signOuts[id] {
            signOut = underWay
        } else {
            guard let record = sessions[id]?.record else { throw noSuchSession(id) }
            signOut = Task { await self.forget(record) }
            signOuts[id] = signOut
        }
        return await withTaskCancellationHandler {
            await signOut.value
        } onCancel: {
            signOut.cancel()
        }
    }

    /// Revokes a session's tokens where that can be done, and forgets it in any case.
    private func forget(_ record: SessionRecord) async -> String? {
        let complaint = await revoke(record)
        signOuts[record.id] = nil
        apply(.signedOut, to: record.id)
        dropIfEmpty(record.id)
        return complaint
    }

    /// Revokes both tokens, the refresh token first.
    ///
    /// Returns what went wrong, in words.
    func revoke(_ record: SessionRecord) async -> String? {
        guard let revocationEndpoint = record.details.revocationEndpoint else {
            return "the server advertises no revocation; its tokens end by themselves"
        }
        do {
            let credentials = try credentials(forEndpoint: record.id.endpoint)
            if let token = record.refreshToken {
                try await client.revoke(token, hint: .refreshToken, at: revocationEndpoint, as: credentials)
            }
            if let token = record.accessToken {
                try await client.revoke(token, hint: .accessToken, at: revocationEndpoint, as: credentials)
            }
            return nil
        } catch {
            return "the tokens were forgotten here but not revoked: \(error)"
        }
    }

    /// Takes a labelled session that holds nothing off the list.
    func dropIfEmpty(_ id: SessionID) {
        guard id.label != nil, let session = sessions[id], session.record == nil, !session.isSigningIn else { return }
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
