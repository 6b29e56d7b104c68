import Foundation
import Records
import SMART

/// Sessions whose endpoint's file is gone or cannot be read: what their records say stands in for it.
///
/// They go on being seen, renewed, revoked and signed out; nobody can sign in with a file that is not there.
extension LocalKeeper {
    /// Takes note of the endpoints whose files cannot be used, with what is wrong.
    func noteUnusable(_ unusable: [UnusableEndpoint]) {
        for endpoint in unusable { endpointProblems[endpoint.name] = endpoint.error.message }
    }

    /// Lets a record say what its endpoint's file does not.
    func standIn(for record: SessionRecord) {
        let details = record.details
        guard standsIn(for: record.id.endpoint) else { return }
        let client = Endpoint.Client(
            id: details.clientID, authentication: details.clientAuthentication ?? guessedMethod(of: record.id.endpoint))
        endpoints[record.id.endpoint] = Endpoint(
            name: record.id.endpoint, baseURL: details.baseURL, client: client,
            scopes: details.requestedScopes.asking(for: .none), access: details.requestedAccess)
    }

    /// The same for a session of which nothing can be read: it is shown, to be removed.
    func standIn(forDamaged id: SessionID) {
        guard standsIn(for: id.endpoint), let nowhere = try? FHIRBaseURL("https://unknown.invalid") else { return }
        endpoints[id.endpoint] = Endpoint(name: id.endpoint, baseURL: nowhere, client: Endpoint.Client(id: "unknown"))
    }

    private func standsIn(for name: String) -> Bool {
        guard endpoints[name] == nil else { return false }
        if endpointProblems[name] == nil { endpointProblems[name] = KeeperError.noEndpoint(named: name).message }
        return true
    }

    /// A record from before the method was kept: a secret that is stored was for something.
    private func guessedMethod(of endpoint: String) -> ClientAuthenticationMethod {
        (try? store?.clientSecret(ofEndpoint: endpoint)) == nil ? .none : .clientSecretBasic
    }

    /// What is wrong with the endpoint's file and what can be done, in words; `nil` where it is there and whole.
    func wordsForLostEndpoint(_ name: String) -> String? {
        endpointProblems[name].map {
            "its endpoint's file cannot be used (\($0)); it goes on with what it was signed in with"
        }
    }

    /// - Throws: ``KeeperError`` where there is no file to sign in with.
    func requireFile(ofEndpoint name: String) throws(KeeperError) {
        if let problem = endpointProblems[name] { throw KeeperError(.notFound, problem) }
    }

    /// Forgets an endpoint that only its sessions stood for, once the last of them has gone.
    func forgetLostEndpoint(_ name: String) {
        guard endpointProblems[name] != nil, endpoints[name] != nil,
            !sessions.names(at: name).contains(where: isWanted)
        else { return }
        for id in sessions.names(at: name) { drop(id) }
        endpoints[name] = nil
    }

    /// Whether a session is more than a row that stands for its endpoint.
    private func isWanted(_ id: SessionID) -> Bool {
        sessions[id].map { $0.record != nil || $0.damage != nil || $0.isSigningIn } ?? false
    }
}
