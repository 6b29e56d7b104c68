import Foundation
import Records
import SMART
import Sessions
import Terminal
import TestSupport

@testable import Interface

/// Sessions in every state, at one fixed moment: what the golden screens show.
enum Samples {
    /// 2026-03-14 12:41:07 UTC.
    static let now = Date(timeIntervalSince1970: 1_773_492_067)
    static let utc = TimeZone(identifier: "UTC") ?? .gmt

    static let surroundings = Surroundings(isUTF8: true, timeZone: utc, browser: "firefox", textBrowser: "w3m")

    static let sessions: [SessionSnapshot] = [
        epic, nurse, cerner, meditech, lighthouse, blueButton, athena, interrupted, misconfigured,
    ]

    static let epic = session("epic-sandbox", "https://fhir.epic.example/api/FHIR/R4", .live) {
        $0.grantedAccess = GrantedAccess(mode: .offline, inferred: false)
        $0.accessExpiresAt = now + 2530
        $0.refreshExpiresAt = now + 83_880
        $0.nextRefreshAt = now + 2230
        $0.requestedScopes = "openid fhirUser launch/patient patient/*.rs patient/Observation.c"
        $0.grantedScopes = "openid fhirUser launch/patient patient/*.rs"
        $0.identity = SessionRecord.Identity(
            subject: "u1", name: "Camila Lopez",
            fhirUser: "https://fhir.epic.example/api/FHIR/R4/Patient/erXuFYUfucBZaryVksYEcMg3")
        $0.context.patient = "erXuFYUfucBZaryVksYEcMg3"
        $0.signedInAt = now - 9046
        $0.lastRefreshAt = now - 1883
        $0.refreshCount = 2
    }

    static let nurse = session("epic-sandbox:nurse", "https://fhir.epic.example/api/FHIR/R4", .live) {
        $0.requestedAccess = .online
        $0.grantedAccess = GrantedAccess(mode: .online, inferred: false)
        $0.accessExpiresAt = now + 483
        $0.nextRefreshAt = now + 423
        $0.grantedScopes = $0.requestedScopes
        $0.signedInAt = now - 3117
    }

    static let cerner = session("cerner-code", "https://fhir-ehr-code.cerner.example/r4/ec2458f2-1e24-41c8", .live) {
        $0.grantedAccess = GrantedAccess(mode: .offline, inferred: true)
        $0.accessExpiresAt = now + 42
        $0.isRefreshing = true
        $0.grantedScopes = $0.requestedScopes
    }

    static let meditech = session("meditech-greenfield", "https://greenfield.meditech.example/v1", .stale) {
        $0.grantedAccess = GrantedAccess(mode: .offline, inferred: false)
        $0.accessExpiresAt = now - 100
        $0.refreshExpiresAt = now + 530_000
        $0.nextRefreshAt = now + 12
        $0.reason = "the token endpoint answered 503 Service Unavailable"
        $0.grantedScopes = $0.requestedScopes
        $0.lastError = SessionSnapshot.Failure(at: now - 18, message: "503 Service Unavailable from the token endpoint")
    }

    static let lighthouse = session("va-lighthouse", "https://sandbox-api.va.example/services/fhir/v0/r4", .lapsed) {
        $0.grantedAccess = GrantedAccess(mode: .offline, inferred: false)
        $0.accessExpiresAt = now - 90_000
        $0.reason = "the server refused the refresh token (invalid_grant)"
        $0.grantedScopes = $0.requestedScopes
    }

    static let blueButton = session("blue-button", "https://sandbox.bluebutton.example/v2/fhir", .live) {
        $0.grantedAccess = GrantedAccess(mode: .none, inferred: false)
        $0.accessExpiresAt = now + 3100
        $0.grantedScopes = "patient/*.rs"
    }

    static let athena = session("athena-preview", "https://api.preview.athena.example/fhir/r4", .signedOut) { _ in }

    static let interrupted = session("hapi", "https://hapi.example/fhir", .interrupted) {
        $0.grantedAccess = GrantedAccess(mode: .offline, inferred: false)
        $0.reason = "a renewal at 11:02:10 was cut off and the server no longer takes the old refresh token"
    }

    static let misconfigured = session("東京-clinic", "https://tokyo.example/fhir", .misconfigured) {
        $0.reason = "the server does not know the client id (invalid_client)"
    }

    static let log: [LogEntry] = [
        LogEntry(time: now - 9046, kind: .signedIn, session: epic.id, message: "signed in, one scope refused"),
        LogEntry(time: now - 5465, kind: .renewed, session: epic.id, message: "renewed"),
        LogEntry(time: now - 3117, kind: .signedIn, session: nurse.id, message: "signed in"),
        LogEntry(time: now - 1883, kind: .renewed, session: epic.id, message: "renewed, new refresh token stored"),
        LogEntry(
            time: now - 18, kind: .renewalFailed, session: meditech.id,
            message: "503 Service Unavailable, again in 30 s"),
        LogEntry(time: now - 3, kind: .lapsed, session: lighthouse.id, message: "the server refused the refresh token"),
    ]

    static func session(
        _ name: String, _ address: String, _ state: SessionState, _ change: (inout SessionSnapshot) -> Void = { _ in }
    ) -> SessionSnapshot {
        var snapshot = Sample.snapshot(name, at: address, state, change)
        if let mode = snapshot.grantedAccess?.mode, state == .live || state == .stale {
            snapshot.lapsesAt = mode == .none ? snapshot.accessExpiresAt : snapshot.refreshExpiresAt
        }
        return snapshot
    }

    static func baseURL(_ text: String) -> FHIRBaseURL {
        do { return try FHIRBaseURL(text) } catch { fatalError("\(error)") }
    }

    /// A sign-in that begins, but for a token endpoint that moved.
    static let moved = Outcome.Failure(
        "moved", code: .unsafe,
        moved: MovedServer(moves: [
            MovedServer.Move(endpoint: "token endpoint", before: "auth.va.example", now: "elsewhere.example")
        ]))

    static let pending = PendingSignIn(
        id: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), session: lighthouse.id,
        address: """
            https://sandbox-api.va.example/oauth2/health/v1/authorization?response_type=code&client_id=0oa1cbkd3qK2MYvVw2p8\
            &redirect_uri=http%3A%2F%2F127.0.0.1%3A41873%2Fcallback&scope=openid%20fhirUser%20launch%2Fpatient%20patient%2F*.rs\
            %20offline_access&state=0c1BVJwG4mXq0Xb4jX4Kzg&aud=https%3A%2F%2Fsandbox-api.va.example%2Fservices%2Ffhir%2Fv0%2Fr4\
            &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
            """, redirectURI: "http://127.0.0.1:41873/callback", isReceiving: true)

    /// A keeper that owns these sessions and does whatever it is asked.
    static func keeper() -> StubKeeper {
        let keeper = StubKeeper(sessions)
        keeper.script {
            $0.log = log
            $0.server = server
            $0.complaints = ["bad.yaml, line 4: what it says"]
            $0.token = AccessToken(
                token: Redacted("canary-token"), tokenType: "Bearer", expiresAt: now + 100, scope: "openid",
                baseURL: epic.baseURL)
            $0.revocationFailure = "404 Not Found"
            $0.pending = pending
        }
        return keeper
    }

    static let server: DiscoveredServer = {
        var server = DiscoveredServer(baseURL: baseURL("https://fhir.example.org/r4"))
        server.fhirVersion = "4.0.1"
        server.sources = [.wellKnown, .metadata]
        server.issuer = "https://auth.example.org"
        server.authorizationEndpoint = "https://auth.example.org/authorize"
        server.tokenEndpoint = "https://auth.example.org/token"
        server.capabilities = [
            "launch-standalone", "client-public", "permission-offline", "permission-v2", "sso-openid-connect",
        ]
        server.findings = [
            Finding(.warning, requirement: "SMART App Launch 2.2 §3.0.8", "grant_types_supported is missing"),
            Finding(.note, "the issuer ends in /.well-known/openid-configuration"),
        ]
        return server
    }()
}
