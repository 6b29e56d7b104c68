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

    /// Revokes both tokens, the refresh token first. Returns what went wrong, in words.
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
