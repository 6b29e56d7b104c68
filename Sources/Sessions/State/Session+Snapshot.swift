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
        snapshot.lapsesAt = lapsesAt
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
        if let ending = record?.details.ending { return ending.reason }
        if let explanation = explanation(at: now) { return explanation }
        guard let details = record?.details, details.unconfirmedPatient != nil else { return nil }
        return "\(details.authorizationServer) answered for another patient"
    }
}
