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
    }

    /// The record of a session that was just signed in to.
    ///
    /// - Parameters:
    ///   - id: its name.
    ///   - grant: what the sign-in brought.
    ///   - asked: when the tokens were asked for; `nil` where that was just now.
    ///   - now: when they came.
    init(_ id: SessionID, accepting grant: Grant, askedAt asked: Date? = nil, at now: Date) {
        let asked = min(asked ?? now, now)
        let response = grant.response
        var details = Details(
            baseURL: grant.server.baseURL, clientID: grant.clientID, tokenEndpoint: grant.tokenEndpoint,
            requestedScopes: grant.requestedScopes, grantedScopes: response.scope ?? grant.requestedScopes,
            requestedAccess: grant.requestedAccess,
            granted: GrantedAccess(in: response, requested: grant.requestedAccess),
            signedInAt: now, accessExpiresAt: asked, accessReceivedAt: asked)
        details.revocationEndpoint = grant.server.revocationEndpoint
        details.issuer = grant.server.issuer
        details.servers = MovedServer.servers(of: grant.server)
        self.init(id: id, details: details)
        take(response, askedAt: asked)
        // Whether the server tells on asking is seen when it is asked.
        if self.details.refreshExpiresAt == nil, refreshToken != nil {
            self.details.introspectionEndpoint = grant.server.introspectionEndpoint
        }
    }

    /// Takes the answer to a refresh: no refresh token keeps the old one, no launch context the old context.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - asked: when it was asked for: the tokens may be as old as that.
    ///   - now: when it came.
    mutating func renew(with response: TokenResponse, askedAt asked: Date, at now: Date) {
        let patient = details.context.patient
        take(response, askedAt: asked)
        if let patient { details.context.patient = patient }
        details.lastRefreshAt = now
        details.refreshCount += 1
        details.ending = nil
        details.trouble = nil
        details.revokedGrantBefore = nil
    }

    private mutating func take(_ response: TokenResponse, askedAt asked: Date) {
        // By a clock that is behind, or was ahead before, no time to come can be told from seconds.
        let clockStepped = details.accessReceivedAt.timeIntervalSince(asked) > RefreshTiming.clockTolerance
        let rotated = response.refreshToken.map { $0 != refreshToken } ?? false
        accessToken = response.accessToken
        refreshToken = response.refreshToken ?? refreshToken
        idToken = response.idToken ?? idToken
        details.tokenType = response.tokenType
        details.grantedScopes = response.scope ?? details.grantedScopes
        details.accessReceivedAt = asked
        details.accessLifetimeIsKnown = response.lifetime != nil
        details.accessExpiresAt = asked.addingTimeInterval(response.lifetime ?? RefreshTiming.assumedLifetime)
        details.context.take(response.context)
        details.additional.keep(response.additional)
        let deadline = response.refreshDeadline.flatMap { $0.date(countedFrom: asked, trusting: !clockStepped) }
        // The same token sent again without a deadline still has the one that is known.
        if deadline != nil || rotated || clockStepped { setRefreshDeadline(deadline) }
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

extension RefreshDeadline {
    /// The moment itself; `nil` where it is told in seconds, which count from `asked`, and the clock is not to be trusted.
    fileprivate func date(countedFrom asked: Date, trusting clock: Bool) -> Date? {
        if case .after = self, !clock { return nil }
        return date(receivedAt: asked)
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
