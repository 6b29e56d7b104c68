package import Foundation
package import SMART

/// All that is known of one session and must outlive the keeper.
///
/// The three tokens are sealed apart from ``Details``, which is sealed too: launch context names a patient.
package struct SessionRecord: Hashable, Sendable {
    /// Its name, under which the vault keeps it.
    package let id: SessionID
    /// The last one that came; it may have expired.
    package var accessToken: Redacted?
    /// Written to the vault only where the access mode is offline.
    package var refreshToken: Redacted?
    /// As it came at sign-in, or with a refresh since; what it says is in ``Details/identity``.
    package var idToken: Redacted?
    /// All that is no token.
    package var details: Details

    package init(
        id: SessionID, accessToken: Redacted? = nil, refreshToken: Redacted? = nil, idToken: Redacted? = nil,
        details: Details
    ) {
        self.id = id
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.idToken = idToken
        self.details = details
    }

    /// Whether the refresh token may be written down: online ones live in the keeper's memory only.
    package var keepsRefreshToken: Bool {
        details.granted.mode == .offline
    }
}

extension SessionRecord {
    /// What is known of a session beside its tokens.
    ///
    /// Sealed as one field of JSON whose member names are those here: a member that is added must be optional, so that the
    /// vaults of before can be read.
    package struct Details: Hashable, Codable, Sendable {
        /// The server that was signed in to; tokens go nowhere else, even where the endpoint names another by now.
        package var baseURL: FHIRBaseURL
        /// The client that the tokens were issued to.
        package var clientID: String
        /// `nil` where what was kept is no address that tokens may go to; the session lives on until its access token ends.
        @KeptAddress package var tokenEndpoint: ServerAddress?
        @KeptAddress package var revocationEndpoint: ServerAddress?
        /// Where the refresh token's deadline is asked for, at a server that told it nowhere else; else `nil`.
        @KeptAddress package var introspectionEndpoint: ServerAddress?
        /// As discovered at sign-in (RFC 8414 section 2).
        package var issuer: String?
        /// The servers, each host and port, that discovery named at sign-in; `nil` where an earlier Stoke signed in.
        package var servers: Set<String>?

        /// As they stood in the authorization request.
        package var requestedScopes: ScopeSet
        /// The granted scopes; those requested where the server did not say.
        package var grantedScopes: ScopeSet
        package var requestedAccess: AccessMode
        /// The mode as granted, and whether that is inferred.
        package var granted: GrantedAccess
        package var tokenType = "Bearer"
        package var context = LaunchContext()
        package var identity: Identity?
        /// Members of the token response that Stoke does not know.
        package var additional: [String: JSONValue] = [:]

        package var signedInAt: Date
        package var lastRefreshAt: Date?
        /// Renewals since the sign-in; a caller who waits for one sees by it that it came.
        package var refreshCount = 0
        /// By this machine's clock, reckoned from the lifetime.
        package var accessExpiresAt: Date
        /// `false` where the server gave no `expires_in` and five minutes are assumed.
        package var accessLifetimeIsKnown = true
        /// When the access token was asked for: its lifetime counts from then, since nobody knows when its server made it.
        package var accessReceivedAt: Date
        /// The refresh token's end; `nil` where the server told none.
        package var refreshExpiresAt: Date?

        /// The patient that a refresh returned instead of the one signed in for; blocks hand-off until confirmed.
        package var unconfirmedPatient: String?
        /// Why the session no longer works; `nil` while it does.
        package var ending: Ending?
        /// Whether the grant before was revoked at sign-in and no renewal has shown yet that this one outlived it; `nil` where not.
        package var revokedGrantBefore: Bool?
        /// Whether the server was seen to refuse a new grant after the one before was revoked; `nil` where not.
        package var revokingEndsSuccessor: Bool?
        /// What goes wrong with renewing; `nil` while all is well.
        package var trouble: Trouble?
        /// The lapse warnings already given, as seconds before the lapse.
        package var warnedBeforeLapse: Set<Int> = []

        /// The host that gives the tokens, with its port where one is written; the FHIR server's where none gives them any more.
        package var authorizationServer: String {
            tokenEndpoint?.server ?? baseURL.address.server
        }

        package init(
            baseURL: FHIRBaseURL, clientID: String, tokenEndpoint: ServerAddress, requestedScopes: ScopeSet,
            grantedScopes: ScopeSet, requestedAccess: AccessMode, granted: GrantedAccess, signedInAt: Date,
            accessExpiresAt: Date, accessReceivedAt: Date
        ) {
            self.baseURL = baseURL
            self.clientID = clientID
            self.tokenEndpoint = tokenEndpoint
            self.requestedScopes = requestedScopes
            self.grantedScopes = grantedScopes
            self.requestedAccess = requestedAccess
            self.granted = granted
            self.signedInAt = signedInAt
            self.accessExpiresAt = accessExpiresAt
            self.accessReceivedAt = accessReceivedAt
        }
    }

    /// Who signed in, from a validated `id_token`, or why the identity is not used.
    package struct Identity: Hashable, Codable, Sendable {
        package var subject: String?
        package var name: String?
        /// The `fhirUser` claim, absolute or relative.
        package var fhirUser: String?
        /// Why the `id_token` was not accepted; the other members are then `nil`.
        package var problem: String?

        package init(subject: String? = nil, name: String? = nil, fhirUser: String? = nil, problem: String? = nil) {
            self.subject = subject
            self.name = name
            self.fhirUser = fhirUser
            self.problem = problem
        }
    }

    /// Why a session no longer works, kept so that it is still told after a restart.
    package struct Ending: Hashable, Codable, Sendable {
        /// The states that outlive a restart.
        package enum Kind: String, Hashable, Codable, Sendable {
            case lapsed, interrupted, misconfigured
        }

        package var kind: Kind
        package var reason: String
        /// When it was found out.
        package var at: Date
        /// What ran out, where the clock alone called it and no server said anything: a clock that is right again, and before it,
        /// takes the ending back.
        package var deadline: Date?

        package init(kind: Kind, reason: String, at: Date, deadline: Date? = nil) {
            self.kind = kind
            self.reason = reason
            self.at = at
            self.deadline = deadline
        }
    }

    /// Refreshes that the server failed in a row, kept so that the next process knows what failed, since when, and until when to
    /// leave the server alone.
    package struct Trouble: Hashable, Codable, Sendable {
        package var failures: Int
        /// What the last one met, in words.
        package var message: String
        package var since: Date
        package var lastTry: Date
        package var nextTry: Date
        /// Since when the server has refused without an OAuth error that says why.
        package var unexplainedSince: Date?
        /// Whether the one try was planned that is made ahead of the refresh token's end though the server asked for a longer pause.
        package var tookLastChance: Bool

        package init(
            failures: Int, message: String, since: Date, lastTry: Date, nextTry: Date, unexplainedSince: Date? = nil,
            tookLastChance: Bool = false
        ) {
            self.failures = failures
            self.message = message
            self.since = since
            self.lastTry = lastTry
            self.nextTry = nextTry
            self.unexplainedSince = unexplainedSince
            self.tookLastChance = tookLastChance
        }
    }
}
