import Foundation
import Records
import SMART

extension Session {
    /// The session as it is shown.
    ///
    /// `endpoint` tells what would be asked for where nothing is held yet.
    func snapshot(of endpoint: Endpoint, at now: Date) -> SessionSnapshot {
        var snapshot = SessionSnapshot(
            id: id, baseURL: endpoint.baseURL, state: state(at: now), requestedAccess: endpoint.access,
            requestedScopes: record?.details.requestedScopes ?? endpoint.scopes.asking(for: endpoint.access))
        snapshot.isRefreshing = isRefreshing
        snapshot.nextRefreshAt = nextRefresh(at: now)
        snapshot.lastError = lastError
        snapshot.grantBefore = grantBefore
        snapshot.reason = reason(at: now)
        guard let details = record?.details else { return snapshot }
        snapshot.baseURL = details.baseURL
        snapshot.requestedAccess = details.requestedAccess
        snapshot.grantedAccess = details.granted
        snapshot.grantedScopes = details.grantedScopes
        snapshot.comparison = comparedScopes.comparison
        snapshot.accessExpiresAt = details.accessExpiresAt
        snapshot.accessLifetimeIsKnown = details.accessLifetimeIsKnown
        snapshot.refreshExpiresAt = details.refreshExpiresAt
        snapshot.lapsesAt = ending(at: now) == nil ? lapsesAt : nil
        snapshot.context = details.context
        snapshot.identity = details.identity
        snapshot.additional = details.additional
        snapshot.unconfirmedPatient = details.unconfirmedPatient
        snapshot.signedInAt = details.signedInAt
        snapshot.lastRefreshAt = details.lastRefreshAt
        snapshot.refreshCount = details.refreshCount
        return snapshot
    }

    /// Why it is not live, or what goes wrong; the first that applies.
    private func reason(at now: Date) -> String? {
        if isLocked { return "the vault is locked" }
        if record == nil { return damage }
        if let ending = ending(at: now) { return ending.reason }
        if let copyWords { return copyWords }
        if let explanation { return explanation }
        guard let details = record?.details else { return nil }
        if details.unconfirmedPatient != nil { return "\(details.authorizationServer) answered for another patient" }
        let lifetime = details.accessExpiresAt.timeIntervalSince(details.accessReceivedAt)
        guard lifetime <= RefreshTiming.uselessLifetime, record?.refreshToken != nil else { return nil }
        return
            "the tokens of \(details.authorizationServer) live no longer than a second, which may be a setting in a wrong unit; "
            + "they are renewed every \(Int(RefreshTiming.pauseBetweenUselessTokens)) s, and when a program asks"
    }
}
