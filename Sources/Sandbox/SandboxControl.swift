package import Foundation
package import SMART

/// The hand on a running sandbox: its state, its clock and its faults.
///
/// Tests and the demo hold it in process; `/control` offers the same to another process on this machine.
package actor SandboxControl {
    private var ledger: AuthorizationLedger
    private var schedule: FaultSchedule
    private var counts: [TokenRequestKind: Int] = [:]
    private let clock: @Sendable () -> Date
    private var offset: TimeInterval = 0
    private let records: PatientRecords

    /// A control over a sandbox that nobody has visited yet.
    init(options: SandboxOptions, records: PatientRecords) {
        ledger = AuthorizationLedger(lifetimes: options.lifetimes, signInLifetime: options.signInLifetime)
        schedule = FaultSchedule(rules: options.faults)
        clock = options.now
        self.records = records
    }

    // MARK: Time

    /// The sandbox's time: the wall clock, and what ``advance(by:)`` added.
    package var now: Date { clock().addingTimeInterval(offset) }

    /// The clock alone.
    ///
    /// What clients compare with their own clock, an ID token's times above all, goes by this one.
    var wallClock: Date { clock() }

    /// Lets so many seconds pass for every lifetime at the sandbox.
    ///
    /// Nobody waits, and the clients' clocks stay: to them tokens then end early.
    package func advance(by seconds: TimeInterval) {
        offset += seconds
    }

    /// Sets the lifetimes of what is granted from now on, to everyone or to one client.
    package func setLifetimes(_ lifetimes: TokenLifetimes, forClient client: String? = nil) {
        if let client { ledger.lifetimesByClient[client] = lifetimes } else { ledger.lifetimes = lifetimes }
    }

    // MARK: Faults

    /// The faults in force, each with how often it still strikes.
    package var faults: [FaultRule] { schedule.rules }

    /// Puts these faults in the place of all that are in force.
    package func setFaults(_ rules: [FaultRule]) {
        schedule.rules = rules
    }

    /// Puts a fault behind those in force.
    package func addFault(_ rule: FaultRule) {
        schedule.rules.append(rule)
    }

    /// Decides what happens to one request, and counts down the faults that strike it.
    func strike(_ target: FaultSchedule.Target) -> FaultSchedule.Plan {
        schedule.strike(target)
    }

    // MARK: Inspection

    /// How many requests reached the token endpoint, those that a fault answered included.
    ///
    /// - Parameters:
    ///   - grantType: counts this grant type alone, such as `refresh_token`.
    ///   - client: counts this client alone.
    /// - Returns: the number since the start.
    package func tokenRequests(grantType: String? = nil, client: String? = nil) -> Int {
        counts
            .filter {
                (grantType ?? $0.key.grantType) == $0.key.grantType && (client ?? $0.key.client) == $0.key.client
            }
            .values.reduce(0, +)
    }

    /// The refresh tokens that would work now, oldest first.
    package var honouredRefreshTokens: [HonouredRefreshToken] {
        ledger.honouredRefreshTokens(at: now).map {
            HonouredRefreshToken(token: $0.token, grant: GrantSummary($0.grant, in: ledger, at: now))
        }
    }

    /// Every grant, oldest first.
    package var grants: [GrantSummary] {
        ledger.grants.values.sorted { $0.grantedAt < $1.grantedAt }.map { GrantSummary($0, in: ledger, at: now) }
    }

    /// Notes a request to the token endpoint.
    func count(_ kind: TokenRequestKind) {
        counts[kind, default: 0] += 1
    }

    /// How many requests of each kind reached the token endpoint.
    var tokenRequestCounts: [TokenRequestKind: Int] { counts }

    // MARK: Endings

    /// Revokes every token of a grant.
    ///
    /// - Returns: whether there is such a grant and it was in force.
    @discardableResult
    package func revoke(grant id: String) -> Bool {
        end(grant: id, because: .revoked)
    }

    /// Makes a grant's refresh token lapse; its access token lives out its time.
    ///
    /// - Returns: whether there is such a grant and it was in force.
    @discardableResult
    package func lapse(grant id: String) -> Bool {
        end(grant: id, because: .lapsed)
    }

    /// Ends a grant that is in force.
    private func end(grant id: String, because reason: Grant.Revocation) -> Bool {
        guard let grant = ledger.grants[id], grant.revocation == nil else { return false }
        ledger.revoke(grant: id, because: reason)
        return true
    }

    /// Signs a person out of the sandbox everywhere, which ends the online refresh tokens.
    ///
    /// - Returns: how many stays ended.
    @discardableResult
    package func endSignIns(ofUser user: String) -> Int {
        ledger.endSignIns(ofUser: user)
    }

    /// Starts an EHR launch, as the page `/ehr` does, and returns the `launch` value; `nil` for an unknown patient.
    package func startLaunch(patient: String) -> String? {
        guard records.patientIDs.contains(patient) else { return nil }
        return ledger.startLaunch(patient: patient, encounter: records.latestEncounter(of: patient), at: now)
    }

    /// Reads or changes the ledger at the sandbox's time, as one step.
    func withLedger<Result: Sendable, Failure: Error>(
        _ body: (inout AuthorizationLedger, Date) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(&ledger, now)
    }
}

/// What token requests are counted by.
struct TokenRequestKind: Hashable, Sendable {
    /// `grant_type` as it was sent, also where it is none.
    let grantType: String
    /// `client_id`, empty where none was told.
    let client: String
}

/// A refresh token that the sandbox would take, and the grant it continues.
package struct HonouredRefreshToken: Hashable, Sendable {
    /// The token, in clear to whoever reveals it.
    package let token: Redacted
    /// What it continues.
    package let grant: GrantSummary
}

/// What a person granted a client.
package struct GrantSummary: Hashable, Sendable, Identifiable {
    /// The sandbox's own name for the grant.
    package let id: String
    /// The client that it was granted to.
    package let client: String
    /// The user name of who granted it.
    package let user: String
    /// What was granted, less what the person unticked.
    package let scope: ScopeSet
    /// The patient in context, where there is one.
    package let patient: String?
    /// By the sandbox's time.
    package let grantedAt: Date
    /// When refreshing ends whatever happens, where that is known.
    package let refreshEndsAt: Date?
    /// Why it cannot be refreshed any more; `nil` while it can.
    package let ended: String?

    init(_ grant: Grant, in ledger: AuthorizationLedger, at now: Date) {
        id = grant.id
        client = grant.clientID
        user = grant.user.id
        scope = grant.scope
        patient = grant.patient
        grantedAt = grant.grantedAt
        refreshEndsAt = grant.refreshEndsAt
        ended = ledger.reasonNotToRefresh(grant, at: now)
    }
}
