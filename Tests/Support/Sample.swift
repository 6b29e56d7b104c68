package import AuthCore
package import Foundation
package import Records
package import SMART

@testable package import Sessions

/// Values that the tests are built from.
package enum Sample {
    package static let start = Date(timeIntervalSince1970: 1_800_000_000)
    package static let id = SessionID(endpoint: "lab")
    package static let tokenEndpoint: ServerAddress = "https://auth.example.org/token"
    package static let requested: ScopeSet = "openid fhirUser launch/patient patient/*.rs offline_access"

    package static func after(_ seconds: TimeInterval) -> Date { start.addingTimeInterval(seconds) }

    package static func baseURL(_ text: String = "https://fhir.example.org/r4") throws -> FHIRBaseURL {
        try FHIRBaseURL(text)
    }

    package static func endpoint(
        _ name: String = "lab", baseURL: String = "https://fhir.example.org/r4", client: String = "client-1",
        authentication: ClientAuthenticationMethod = .none
    ) throws -> Endpoint {
        try Endpoint(
            name: name, baseURL: Sample.baseURL(baseURL),
            client: Endpoint.Client(id: client, authentication: authentication))
    }

    package static func server(at baseURL: FHIRBaseURL) -> DiscoveredServer {
        var server = DiscoveredServer(baseURL: baseURL)
        server.authorizationEndpoint = "https://auth.example.org/authorize"
        server.tokenEndpoint = tokenEndpoint
        server.revocationEndpoint = "https://auth.example.org/revoke"
        return server
    }

    /// A token response that rotates, for an hour and patient `p1`.
    package static func response(
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
    package static func record(
        _ id: SessionID = Sample.id, received: Date = start, access: AccessMode = .offline,
        tokenEndpoint: ServerAddress = tokenEndpoint, of response: TokenResponse = response()
    ) throws -> SessionRecord {
        try SessionRecord(
            id,
            accepting: SessionRecord.Grant(
                response: response, requestedScopes: requested.asking(for: access), requestedAccess: access,
                clientID: "client-1", server: server(at: baseURL()), tokenEndpoint: tokenEndpoint),
            at: received)
    }

    /// The claims of a checked `id_token` about a person.
    package static func claims(subject: String) throws -> IDTokenClaims {
        let text =
            #"{"iss":"https://auth.example.org","sub":"\#(subject)","aud":"client-1","exp":1800003600,"iat":1800000000}"#
        return try IDTokenClaims(parsing: Data(text.utf8))
    }

    package static func failure(
        _ verdict: AuthFailure.Verdict, message: String = "it did not work", answerWasLost: Bool = false
    ) -> AuthFailure {
        AuthFailure(verdict, server: "auth.example.org", message: message, answerWasLost: answerWasLost)
    }

    package static let unavailable = failure(.passing(retryAfter: nil), message: "503 Service Unavailable")
    package static let answerLost = failure(
        .passing(retryAfter: nil), message: "the connection dropped", answerWasLost: true)
    package static let grantRefused = failure(
        .grantRefused(OAuthError(code: "invalid_grant")), message: "invalid_grant")
    package static let clientRefused = failure(
        .clientRefused(OAuthError(code: "invalid_client")), message: "invalid_client")
    package static let unexplained = failure(.unexplained, message: "400 with an empty body")

    /// A session as it is shown, of an endpoint at the address; offline access was asked for with the default scopes.
    ///
    /// - Parameters:
    ///   - name: `ENDPOINT` or `ENDPOINT:LABEL`.
    ///   - address: the FHIR base URL.
    ///   - state: the state that it is shown in.
    ///   - change: what else is to be otherwise.
    /// - Returns: the snapshot, without times unless `change` sets them.
    package static func snapshot(
        _ name: String = "lab", at address: String = "https://fhir.example.org/r4", _ state: SessionState,
        _ change: (inout SessionSnapshot) -> Void = { _ in }
    ) -> SessionSnapshot {
        guard let baseURL = try? baseURL(address) else { preconditionFailure("\(address) is no FHIR base URL") }
        let parts = name.split(separator: ":").map(String.init)
        // Not read as a person's input is: what is shown may have a name that nobody could give it.
        let id = SessionID(endpoint: parts[0], label: parts.count > 1 ? parts[1] : nil)
        var snapshot = SessionSnapshot(
            id: id, baseURL: baseURL, state: state, requestedAccess: .offline, requestedScopes: Endpoint.defaultScopes)
        change(&snapshot)
        return snapshot
    }
}
