import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

/// Values that the tests are built from.
enum Sample {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let id = SessionID(endpoint: "lab")
    static let tokenEndpoint: ServerAddress = "https://auth.example.org/token"
    static let requested: ScopeSet = "openid fhirUser launch/patient patient/*.rs offline_access"

    static func after(_ seconds: TimeInterval) -> Date { start.addingTimeInterval(seconds) }

    static func baseURL(_ text: String = "https://fhir.example.org/r4") throws -> FHIRBaseURL {
        try FHIRBaseURL(text)
    }

    static func endpoint(
        _ name: String = "lab", baseURL: String = "https://fhir.example.org/r4", client: String = "client-1",
        authentication: ClientAuthenticationMethod = .none
    ) throws -> Endpoint {
        try Endpoint(
            name: name, baseURL: Sample.baseURL(baseURL),
            client: Endpoint.Client(id: client, authentication: authentication))
    }

    static func server(at baseURL: FHIRBaseURL) -> DiscoveredServer {
        var server = DiscoveredServer(baseURL: baseURL)
        server.authorizationEndpoint = "https://auth.example.org/authorize"
        server.tokenEndpoint = tokenEndpoint
        server.revocationEndpoint = "https://auth.example.org/revoke"
        return server
    }

    /// A token response that rotates, for an hour and patient `p1`.
    static func response(
        number: Int = 0, lifetime: TimeInterval? = 3_600, refreshToken: String? = "", patient: String? = "p1",
        scope: ScopeSet? = requested, refreshDeadline: RefreshDeadline? = nil
    ) -> TokenResponse {
        var context = LaunchContext()
        context.patient = patient
        let token = refreshToken.map { $0.isEmpty ? "refresh-\(number)" : $0 }
        return TokenResponse(
            accessToken: Redacted("access-\(number)"), lifetime: lifetime, scope: scope,
            refreshToken: token.map { Redacted($0) }, refreshDeadline: refreshDeadline, context: context)
    }

    /// A session that was signed in to at `received` with the given response.
    static func record(
        _ id: SessionID = Sample.id, received: Date = start, access: AccessMode = .offline,
        tokenEndpoint: ServerAddress = tokenEndpoint, of response: TokenResponse = response()
    ) throws -> SessionRecord {
        try SessionRecord(
            id,
            accepting: SessionRecord.Grant(
                response: response, requestedScopes: requested.asking(for: access), requestedAccess: access,
                clientID: "client-1", server: server(at: baseURL()), tokenEndpoint: tokenEndpoint, identity: nil),
            at: received)
    }

    static func failure(
        _ verdict: AuthFailure.Verdict, message: String = "it did not work", answerWasLost: Bool = false
    ) -> AuthFailure {
        AuthFailure(verdict, server: "auth.example.org", message: message, answerWasLost: answerWasLost)
    }

    static let unavailable = failure(.passing(retryAfter: nil), message: "503 Service Unavailable")
    static let answerLost = failure(.passing(retryAfter: nil), message: "the connection dropped", answerWasLost: true)
    static let grantRefused = failure(.grantRefused(OAuthError(code: "invalid_grant")), message: "invalid_grant")
    static let clientRefused = failure(.clientRefused(OAuthError(code: "invalid_client")), message: "invalid_client")
    static let unexplained = failure(.unexplained, message: "400 with an empty body")
}

extension Session {
    /// A session that was signed in to with `record`.
    static func accepted(_ record: SessionRecord, at now: Date = Sample.start) -> Session {
        var session = Session(id: record.id)
        _ = session.handle(.accepted(record), at: now)
        return session
    }

    /// Without jitter, for exact times.
    mutating func handle(_ event: SessionEvent, at now: Date) -> [SessionEffect] {
        handle(event, at: now, jitter: 0)
    }

    /// Begins a refresh by a person's wish and feeds its outcome back.
    mutating func refresh(_ outcome: SessionEvent, at now: Date) -> [SessionEffect] {
        handle(.refreshRequested(byPerson: true), at: now) + handle(outcome, at: now)
    }
}

extension [SessionEffect] {
    /// The effects in one line: `post store log(renewed)`.
    var words: String {
        map {
            switch $0 {
            case .requestTokens: "post"
            case .requestRefreshDeadline: "ask"
            case .store: "store"
            case .clearMark: "clear"
            case .forget: "forget"
            case .log(let kind, _): "log(\(kind.rawValue))"
            }
        }.joined(separator: " ")
    }

    /// The messages logged.
    var messages: [String] {
        compactMap { if case .log(_, let message) = $0 { message } else { nil } }
    }

    var stored: SessionRecord? {
        compactMap { if case .store(let record) = $0 { record } else { nil } }.last
    }

    func logs(_ kind: LogEntry.Kind) -> Bool {
        contains { if case .log(kind, _) = $0 { true } else { false } }
    }
}
