package import Foundation
package import SMART

/// All that is known of one session and must outlive the keeper.
///
/// The three tokens are sealed apart from ``Details``, which is sealed too: launch context names a patient.
package struct SessionRecord: Hashable, Sendable {
    package let id: SessionID
    package var accessToken: Redacted?
    /// Written to the vault only where the access mode is offline.
    package var refreshToken: Redacted?
    package var idToken: Redacted?
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
    package struct Details: Hashable, Codable, Sendable {
        package var baseURL: FHIRBaseURL
        package var clientID: String
        /// `nil` where what was kept is no address that tokens may go to; the session lives on until its access token ends.
        @KeptAddress package var tokenEndpoint: ServerAddress?
        @KeptAddress package var revocationEndpoint: ServerAddress?
        /// Where the refresh token's deadline is asked for, at a server that told it nowhere else; else `nil`.
        @KeptAddress package var introspectionEndpoint: ServerAddress?
        package var issuer: String?

        /// How the client proved itself at sign-in; `nil` in records from before this was kept.
        package var clientAuthentication: ClientAuthenticationMethod?

        package var requestedScopes: ScopeSet
        /// The granted scopes; those requested where the server did not say.
        package var grantedScopes: ScopeSet
        package var requestedAccess: AccessMode
        package var granted: GrantedAccess
        package var tokenType = "Bearer"
        package var context = LaunchContext()
        package var identity: Identity?
        /// Members of the token response that Stoke does not know.
        package var additional: [String: JSONValue] = [:]

        package var signedInAt: Date
        package var lastRefreshAt: Date?
        package var refreshCount = 0
        package var accessExpiresAt: Date
        /// `false` where the server gave no `expires_in` and five minutes are assumed.
        package var accessLifetimeIsKnown = true
        /// When the access token was received, to reckon its lifetime.
        package var accessReceivedAt: Date
        package var refreshExpiresAt: Date?

        /// The patient that a refresh returned instead of the one signed in for; blocks hand-off until confirmed.
        package var unconfirmedPatient: String?
        /// When the vault was found to be a copy, or to have been moved: the refresh token may be spent since, by the vault that
        /// it was copied from, and is not sent before a person has decided.
        package var copiedAt: Date?
        package var ending: Ending?
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
        package enum Kind: String, Hashable, Codable, Sendable {
            case lapsed, interrupted, misconfigured
        }

        package var kind: Kind
        package var reason: String
        package var at: Date

        package init(kind: Kind, reason: String, at: Date) {
            self.kind = kind
            self.reason = reason
            self.at = at
        }
    }
}
