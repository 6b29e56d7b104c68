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
        _ = try endpoint(named: name)
        let ids = sessions.keys.filter { $0.endpoint == name }
        for id in ids { await quiet(id) }
        try endpointSource.remove(named: name)
        try store?.setClientSecret(nil, ofEndpoint: name)
        for id in ids {
            apply(.signedOut, to: id)
            drop(id)
        }
        endpoints[name] = nil
        log(.endpointRemoved, "endpoint removed", of: SessionID(endpoint: name))
    }

    @discardableResult
    package func signOut(_ id: SessionID) async throws -> String? {
        guard store != nil else { throw vaultLocked }
        guard sessions[id] != nil else { throw noSuchSession(id) }
        await quiet(id)
        guard let record = sessions[id]?.record else { throw noSuchSession(id) }
        let complaint = await revoke(record)
        apply(.signedOut, to: id)
        if id.label != nil {
            drop(id)
            showEndpointWithoutSession(id.endpoint)
        }
        return complaint
    }

    /// Ends what is under way for a session: a sign-in is cancelled, a refresh is waited for, lest its answer be lost.
    private func quiet(_ id: SessionID) async {
        for attempt in signIns.values where attempt.plan.session == id { await attempt.cancel() }
        while let refresh = refreshes[id] { await refresh.value }
    }

    /// Revokes both tokens, the refresh token first. Returns what went wrong, in words.
    private func revoke(_ record: SessionRecord) async -> String? {
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

    /// Takes a session off the list.
    func drop(_ id: SessionID) {
        sessions[id] = nil
        schedule(id)
        tell(.removed(id))
    }
}
