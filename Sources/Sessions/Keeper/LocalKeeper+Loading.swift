import Foundation
package import Records

extension LocalKeeper {
    /// Reads the endpoints and, where the store is open, its sessions.
    ///
    /// Sends nothing.
    /// - Returns: what is wrong with endpoints that cannot be used.
    @discardableResult
    package func load() throws(KeeperError) -> [UnusableEndpoint] {
        let configured = try endpointSource.load()
        endpoints = Dictionary(configured.endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        try loadSessions()
        return configured.unusable
    }

    /// Reads one session and its endpoint and leaves all others alone: for a command that is about this one.
    ///
    /// - Throws: ``KeeperError``; what is wrong with the endpoint, among others.
    package func load(only id: SessionID) throws(KeeperError) {
        let endpoint = try endpointSource.load(id.endpoint)
        endpoints = [endpoint.name: endpoint]
        do throws(StoreError) {
            if let stored = try store?.session(id) { hold([stored]) }
        } catch {
            throw KeeperError(error, session: id)
        }
        if sessions[id] == nil { sessions[id] = Session(id: id) }
        if store == nil { apply(.locked, to: id) }
    }

    /// Reads one session again, which another process may have renewed, signed out or signed in to.
    func takeUpAnew(_ id: SessionID) throws(KeeperError) {
        let stored: StoredSession?
        do throws(StoreError) { stored = try store?.session(id) } catch { throw KeeperError(error, session: id) }
        sessions[id]?.record = nil
        if let stored { hold([stored]) }
    }

    /// Loads what the store holds beside what is held already, and goes on with it.
    func takeUpSessions() throws(KeeperError) {
        try loadSessions()
        let ids = sessions.names
        if renewsByItself { catchUp(ids) } else { ids.forEach(publish) }
    }

    /// Holds what the store has, with what it would not take in the place of what it has, and a row for each bare
    /// endpoint.
    private func loadSessions() throws(KeeperError) {
        var stored: [StoredSession] = []
        do throws(StoreError) { stored = try store?.sessions() ?? [] } catch { throw KeeperError(error) }
        // What is held already is newer than what the store has, and may hold what the store never gets.
        for session in sessions.all where session.record == nil && !session.isSigningIn { sessions[session.id] = nil }
        hold(stored.map { unsaved[$0.record.id].map { StoredSession($0) } ?? $0 })
        if store != nil { hold(unsaved.values.map { StoredSession($0) }) }
        for name in endpoints.keys { showEndpointWithoutSession(name) }
    }

    /// Takes up sessions that are not held yet.
    ///
    /// Nothing is told of them: whoever loads tells.
    private func hold(_ stored: [StoredSession]) {
        let now = clock.now
        for stored in stored {
            let id = stored.record.id
            guard endpoints[id.endpoint] != nil, sessions[id]?.record == nil else { continue }
            var session = sessions[id] ?? Session(id: id)
            _ = session.handle(
                .loaded(heldAgainstEndpoint(stored.record), markedAt: stored.markedAt), at: now,
                jitter: Double.random(in: 0...1))
            sessions[id] = session
        }
    }

    /// A sign-in made for another server or client than the endpoint names now is not used; one that was is, where the endpoint
    /// names them again.
    func heldAgainstEndpoint(_ record: SessionRecord) -> SessionRecord {
        var record = record
        if record.details.ending?.kind == .misconfigured, record.details.trouble == nil { record.details.ending = nil }
        if record.details.ending.map({ $0.kind == .misconfigured }) ?? true,
            let reason = changeOfEndpoint(since: record)
        {
            record.details.trouble = nil
            record.details.ending = SessionRecord.Ending(kind: .misconfigured, reason: reason, at: clock.now)
        }
        return record
    }

    /// What the endpoint now names otherwise than at sign-in, in words.
    ///
    /// The tokens must not go to another server, nor this client's secret to the server before.
    func changeOfEndpoint(since record: SessionRecord) -> String? {
        guard let endpoint = endpoints[record.id.endpoint] else { return nil }
        if endpoint.baseURL != record.details.baseURL {
            return "the endpoint's base_url was \(record.details.baseURL) at sign-in; sign in again"
        }
        if endpoint.client.id != record.details.clientID {
            return "the endpoint's client id has changed since sign-in; sign in again"
        }
        return nil
    }

    /// An endpoint without a session is shown as one that is signed out.
    func showEndpointWithoutSession(_ name: String) {
        guard sessions.isEmpty(at: name) else { return }
        let id = SessionID(endpoint: name)
        sessions[id] = Session(id: id)
        if store == nil { apply(.locked, to: id) } else { publish(id) }
    }
}
