import Records
import SMART
import Sandbox
import Sessions

/// One session of the demo and what becomes of it.
struct DemoRole: Sendable {
    /// What happens once the person has signed in.
    enum Fate: Sendable {
        /// Nobody signs in.
        case neverSignedIn
        /// Renewed for as long as the sandbox allows.
        case renewed
        /// The server ends the refresh token soon after the sign-in.
        case lapsesAtOnce
        /// Every renewal meets this fault.
        case meets(SandboxFault)
        /// The first renewal takes effect, but its answer is lost.
        case isCutOff
    }

    /// The session that the demo shows.
    let session: SessionID
    /// Who signs in: a user of the sandbox.
    let user: String
    /// The mode asked for.
    let access: AccessMode
    let scopes: ScopeSet
    /// The scopes that the person unticks on the sandbox's page.
    let refused: Set<String>
    /// Of its tokens, in seconds.
    let lifetimes: TokenLifetimes
    let fate: Fate

    private init(
        _ endpoint: String, _ label: String? = nil, as user: String, _ access: AccessMode = .offline,
        scopes: ScopeSet = Endpoint.defaultScopes, refusing refused: Set<String> = [],
        access accessLifetime: Double = 300, refresh refreshLifetime: Double? = nil, fate: Fate = .renewed
    ) {
        session = SessionID(endpoint: endpoint, label: label)
        self.user = user
        self.access = access
        self.scopes = scopes
        self.refused = refused
        lifetimes = TokenLifetimes(access: accessLifetime, refresh: refreshLifetime)
        self.fate = fate
    }

    /// The sandbox tells the sessions apart by their client.
    var clientID: String { "demo-" + session.endpoint }

    /// A session in each state, with lifetimes short enough to watch.
    static let all: [DemoRole] = [
        DemoRole("brook-hospital", as: "camila", access: 90, refresh: 24 * 60 * 60),
        DemoRole(
            "brook-hospital", "nurse", as: "grace", .online,
            scopes: "openid fhirUser launch/patient user/*.rs user/Observation.c", refusing: ["user/Observation.c"]),
        DemoRole("county-payer", as: "ingrid", access: 30, refresh: 90),
        DemoRole("harbor-clinic", as: "amir", access: 2, fate: .meets(.status(503, retryAfter: 12))),
        DemoRole("island-lab", as: "daniel", access: 2, fate: .isCutOff),
        DemoRole("lakeside-ehr", as: "camila", access: 2, fate: .lapsesAtOnce),
        DemoRole("museum-portal", as: "ingrid", access: 2, fate: .meets(.oauthError("invalid_client"))),
        DemoRole("north-registry", as: "amir", .none, access: 3_600),
        DemoRole("quiet-practice", as: "camila", fate: .neverSignedIn),
    ]
}
