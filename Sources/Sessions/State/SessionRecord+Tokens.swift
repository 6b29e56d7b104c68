import Foundation
import Records
import SMART

extension SessionRecord {
    /// What a fresh sign-in brought.
    struct Grant: Sendable {
        /// The token endpoint's answer to the code.
        let response: TokenResponse
        /// As they stood in the authorization request; granted where the answer names none (RFC 6749 section 5.1).
        let requestedScopes: ScopeSet
        let requestedAccess: AccessMode
        let clientID: String
        /// As discovered for this sign-in: its revocation endpoint and issuer are kept with the session.
        let server: DiscoveredServer
        let tokenEndpoint: ServerAddress
        /// `nil` where the server sent no `id_token`.
        let identity: Identity?
    }

    /// The record of a session that was just signed in to.
    ///
    /// Lifetimes count from `now`.
    init(_ id: SessionID, accepting grant: Grant, at now: Date) {
        let response = grant.response
        var details = Details(
            baseURL: grant.server.baseURL, clientID: grant.clientID, tokenEndpoint: grant.tokenEndpoint,
            requestedScopes: grant.requestedScopes, grantedScopes: response.scope ?? grant.requestedScopes,
            requestedAccess: grant.requestedAccess,
            granted: GrantedAccess(in: response, requested: grant.requestedAccess),
            signedInAt: now, accessExpiresAt: now, accessReceivedAt: now)
        details.revocationEndpoint = grant.server.revocationEndpoint
        details.issuer = grant.server.issuer
        details.servers = MovedServer.servers(of: grant.server)
        details.identity = grant.identity
        self.init(id: id, details: details)
        take(response, at: now)
    }

    /// Takes the answer to a refresh: no refresh token keeps the old one, no launch context the old context.
    mutating func renew(with response: TokenResponse, at now: Date) {
        let patient = details.context.patient
        take(response, at: now)
        if let patient { details.context.patient = patient }
        details.lastRefreshAt = now
        details.refreshCount += 1
        details.ending = nil
    }

    /// Takes tokens, scopes, context and lifetimes, each only where the answer has it (rule 4).
    ///
    /// Without `expires_in` the lifetime is assumed (rule 7).
    private mutating func take(_ response: TokenResponse, at now: Date) {
        let rotated = response.refreshToken.map { $0 != refreshToken } ?? false
        accessToken = response.accessToken
        refreshToken = response.refreshToken ?? refreshToken
        idToken = response.idToken ?? idToken
        details.tokenType = response.tokenType
        // Equal scopes stay the same value, whose memory many records share.
        if let scope = response.scope, scope != details.grantedScopes { details.grantedScopes = scope }
        details.accessReceivedAt = now
        details.accessLifetimeIsKnown = response.lifetime != nil
        details.accessExpiresAt = now.addingTimeInterval(response.lifetime ?? RefreshTiming.assumedLifetime)
        details.context.take(response.context)
        details.additional.keep(response.additional)
        let deadline = response.refreshDeadline?.date(receivedAt: now)
        // The same token sent again without a deadline still has the one that is known.
        if deadline != nil || rotated { setRefreshDeadline(deadline) }
    }

    /// Sets when the refresh token ends; a later deadline may be warned of anew.
    mutating func setRefreshDeadline(_ deadline: Date?) {
        var changed = details
        changed.refreshExpiresAt = deadline
        if deadline == nil || changed.isLater(than: details) { changed.warnedBeforeLapse = [] }
        details = changed
    }
}

extension SessionRecord.Details {
    /// Whether the refresh token ends later than in `other`, by more than what one deadline differs when it is sent as the
    /// seconds that are left.
    func isLater(than other: SessionRecord.Details) -> Bool {
        guard let mine = refreshExpiresAt, let theirs = other.refreshExpiresAt else { return false }
        return mine.timeIntervalSince(theirs) > RefreshTiming.clockTolerance
    }
}

extension [String: JSONValue] {
    /// Takes the members of a new answer beside those of answers before, as long as they are not too many: then the new alone.
    fileprivate mutating func keep(_ new: [String: JSONValue]) {
        merge(new) { $1 }
        if count > 200 { self = new }
    }
}

extension LaunchContext {
    /// Takes what `other` says and keeps the rest.
    fileprivate mutating func take(_ other: LaunchContext) {
        patient = other.patient ?? patient
        encounter = other.encounter ?? encounter
        needPatientBanner = other.needPatientBanner ?? needPatientBanner
        intent = other.intent ?? intent
        smartStyleURL = other.smartStyleURL ?? smartStyleURL
        tenant = other.tenant ?? tenant
        fhirContext = other.fhirContext.isEmpty ? fhirContext : other.fhirContext
        authorizationDetails = other.authorizationDetails ?? authorizationDetails
    }
}

extension GrantedAccess {
    /// Reads the granted access mode from a sign-in's response.
    ///
    /// A refresh token that came unasked counts as online: what nobody asked to keep is not written down.
    init(in response: TokenResponse, requested: AccessMode) {
        guard response.refreshToken != nil else {
            self.init(mode: .none, inferred: false)
            return
        }
        if let echoed = response.scope?.accessMode, echoed != .none {
            self.init(mode: echoed, inferred: false)
        } else {
            self.init(mode: requested == .none ? .online : requested, inferred: true)
        }
    }
}
