import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

@Suite("The token, revocation and introspection endpoints")
struct TokenEndpointTests {
    static let endpoint: ServerAddress = "https://auth.example.org/token"
    static let success = #"{"access_token":"at","token_type":"bearer","expires_in":"300","refresh_token":"rt2"}"#

    struct Method: Sendable, CustomTestStringConvertible {
        let credentials: ClientCredentials
        let authorization: String?
        let fields: [String]
        var testDescription: String { credentials.method.rawValue }
    }

    static let methods: [Method] = [
        Method(credentials: ClientCredentials(id: "c1"), authorization: nil, fields: ["client_id=c1"]),
        Method(
            credentials: ClientCredentials(id: "c1", method: .clientSecretBasic, secret: Redacted("s:1")),
            authorization: "Basic YzE6czox", fields: []),
        Method(
            credentials: ClientCredentials(id: "c1", method: .clientSecretPost, secret: Redacted("s&1")),
            authorization: nil, fields: ["client_id=c1", "client_secret=s%261"]),
    ]

    private func client(_ transport: RecordedTransport) -> HTTPAuthClient {
        HTTPAuthClient(transport: transport, now: { Date(timeIntervalSince1970: 0) })
    }

    @Test("A refresh posts its form with the client's authentication (R-105, R-106, R-345)", arguments: methods)
    func refresh(_ method: Method) async throws {
        let transport = RecordedTransport([Self.endpoint.text: .json(Self.success)])
        let response = try await client(transport).refresh(Redacted("rt 1"), at: Self.endpoint, as: method.credentials)
        #expect(response.accessToken.reveal() == "at")
        #expect(response.refreshToken?.reveal() == "rt2")
        #expect(response.lifetime == 300)
        let request = try #require(transport.requests.first)
        #expect(request.method == .post)
        #expect(request.accept == "application/json")
        #expect(request.authorization?.reveal() == method.authorization)
        let fields = try #require(request.form).reveal().split(separator: "&").map(String.init)
        #expect(fields == ["grant_type=refresh_token", "refresh_token=rt%201"] + method.fields)
    }

    @Test("A code is traded with its redirect URI and verifier (R-67 to R-71)")
    func exchange() async throws {
        let transport = RecordedTransport([Self.endpoint.text: .json(Self.success)])
        let exchange = CodeExchange(
            code: Redacted("c0de"), redirectURI: "http://127.0.0.1:9/cb", verifier: Redacted("ver"),
            tokenEndpoint: Self.endpoint, client: ClientCredentials(id: "c1"))
        _ = try await client(transport).exchange(exchange)
        #expect(
            transport.requests.first?.form?.reveal()
                == "grant_type=authorization_code&code=c0de&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcb&code_verifier=ver&client_id=c1"
        )
    }

    @Test("A refused refresh carries its verdict, its server and no secret")
    func refusal() async throws {
        let transport = RecordedTransport([
            Self.endpoint.text: .json(
                #"{"error":"invalid_grant","error_description":"rt-canary unknown, s-canary"}"#, status: 403)
        ])
        let credentials = ClientCredentials(id: "c1", method: .clientSecretPost, secret: Redacted("s-canary"))
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).refresh(Redacted("rt-canary"), at: Self.endpoint, as: credentials)
        }
        guard case .grantRefused = error?.verdict else {
            Issue.record("\(String(describing: error?.verdict))")
            return
        }
        #expect(error?.server == "auth.example.org")
        #expect(
            error?.message
                == "auth.example.org answered “‹redacted› unknown, ‹redacted› (invalid_grant)” (status 403)")
        #expect(
            error?.cause
                == .refusal(OAuthError(code: "invalid_grant", detail: "‹redacted› unknown, ‹redacted›")))
        #expect(error.map { String(reflecting: $0) }?.contains("canary") == false)
        #expect(error?.answerWasLost == false)
    }

    @Test(
        "A success that cannot be used keeps what was wrong with it, and says so",
        arguments: [
            ("{}", TokenResponseError(.noAccessToken), "answered with JSON that holds no access token (status 200)"),
            ("[]", TokenResponseError(.notAnObject), "answered with JSON that is no object (status 200)"),
            (
                #"{"access_token":"a b"}"#, TokenResponseError(.unusableAccessToken),
                "answered with an access token whose characters no request can carry (status 200)"
            ),
            ("OK", TokenResponseError(.notJSON, body: .other), "answered status 200 with text that is not JSON"),
        ])
    func unusable(_ body: String, _ cause: TokenResponseError, _ words: String) async throws {
        let transport = RecordedTransport([Self.endpoint.text: .json(body)])
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).refresh(Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        }
        #expect(error?.verdict == .nonsense)
        #expect(error?.cause == .response(cause))
        #expect(error?.message == "auth.example.org " + words)
        #expect(error?.answerWasLost == true)
    }

    @Test("A redirect of the token endpoint is passing and not followed")
    func redirect() async throws {
        let transport = RecordedTransport([
            Self.endpoint.text: .redirect(to: "https://auth.example.org/v2/token", status: 307)
        ])
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).refresh(Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        }
        #expect(error?.verdict == .passing(retryAfter: nil))
        #expect(transport.requests.count == 1)
    }

    @Test(
        "What never left this machine is told from what may have been taken",
        arguments: [
            (TransportError(.unreachable, "refused", requestWasSent: false), .passing(retryAfter: nil)),
            (TransportError(.noTLS, "no TLS", requestWasSent: false), .passing(retryAfter: nil)),
            (TransportError(.connectionLost, "gone", requestWasSent: true), .passing(retryAfter: nil)),
            (TransportError(.timedOut, "late", requestWasSent: true), .passing(retryAfter: nil)),
            (TransportError(.tooLarge, "big", requestWasSent: true), .passing(retryAfter: nil)),
            (TransportError(.unusableAddress, "http", requestWasSent: false), .nonsense),
        ] as [(TransportError, AuthFailure.Verdict)])
    func transportErrors(_ cause: TransportError, _ verdict: AuthFailure.Verdict) async throws {
        let transport = RecordedTransport { _ throws(TransportError) in throw cause }
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).refresh(Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        }
        #expect(error?.verdict == verdict)
        #expect(error?.answerWasLost == cause.requestWasSent)
        #expect(error?.cause == .transport(cause))
    }

    @Test("A usable token counts although an error member stands beside it")
    func successWithError() async throws {
        let transport = RecordedTransport([Self.endpoint.text: .json(#"{"access_token":"at","error":""}"#)])
        let response = try await client(transport).refresh(
            Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        #expect(response.accessToken.reveal() == "at")
    }

    @Test(
        "A pair that comes with a status of failure is taken, and an access token alone is not",
        arguments: [400, 401, 500, 503])
    func tokensInRefusal(_ status: Int) async throws {
        let transport = RecordedTransport([Self.endpoint.text: .json(Self.success, status: status)])
        let response = try await client(transport).refresh(
            Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        #expect(response.refreshToken?.reveal() == "rt2")
        #expect(
            response.oddity
                == "auth.example.org answered status \(status) with JSON that does not say why; the tokens were taken all the same"
        )
        let alone = RecordedTransport([Self.endpoint.text: .json(#"{"access_token":"at"}"#, status: status)])
        let error = await #expect(throws: AuthFailure.self) {
            try await client(alone).refresh(Redacted("rt"), at: Self.endpoint, as: ClientCredentials(id: "c"))
        }
        #expect(error?.verdict == (status < 500 ? .unexplained : .passing(retryAfter: nil)))
    }

    @Test("Revocation names the token and its kind, and any body of a success will do", arguments: ["", "{}", "OK"])
    func revocation(_ body: String) async throws {
        let transport = RecordedTransport([Self.endpoint.text: .text(body, status: 200)])
        try await client(transport).revoke(
            Redacted("rt"), hint: .refreshToken, at: Self.endpoint, as: ClientCredentials(id: "c1"))
        #expect(transport.requests.first?.form?.reveal() == "token=rt&token_type_hint=refresh_token&client_id=c1")
    }

    @Test("A server that cannot revoke this kind of token is reported")
    func unsupportedRevocation() async throws {
        let transport = RecordedTransport([
            Self.endpoint.text: .json(#"{"error":"unsupported_token_type"}"#, status: 400)
        ])
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).revoke(
                Redacted("at"), hint: .accessToken, at: Self.endpoint, as: ClientCredentials(id: "c1"))
        }
        #expect(error?.verdict == .refused(OAuthError(code: "unsupported_token_type")))
    }

    @Test("A captive portal's page is no confirmation of a revocation")
    func portalRevocation() async throws {
        let transport = RecordedTransport([
            Self.endpoint.text: .text(TransportResponse.portalPage, status: 200, type: "text/html")
        ])
        let error = await #expect(throws: AuthFailure.self) {
            try await client(transport).revoke(
                Redacted("at"), hint: .accessToken, at: Self.endpoint, as: ClientCredentials(id: "c1"))
        }
        #expect(error?.verdict == .passing(retryAfter: nil))
    }

    @Test("Introspection authenticates with a bearer token alone, or as the client (R-270)")
    func introspection() async throws {
        let transport = RecordedTransport([
            Self.endpoint.text: .json(#"{"active":true,"exp":1800000000,"scope":"openid"}"#)
        ])
        let credentials = ClientCredentials(id: "c1", method: .clientSecretBasic, secret: Redacted("s"))
        let client = client(transport)
        let response = try await client.introspect(
            Redacted("rt"), hint: .refreshToken, at: Self.endpoint, as: credentials, bearer: Redacted("at"))
        #expect(response.isActive)
        #expect(response.expiresAt == Date(timeIntervalSince1970: 1_800_000_000))
        _ = try await client.introspect(
            Redacted("rt"), hint: .refreshToken, at: Self.endpoint, as: credentials, bearer: nil)
        #expect(transport.requests.map { $0.authorization?.reveal() } == ["Bearer at", "Basic YzE6cw=="])
        #expect(
            transport.requests.map { $0.form?.reveal() }
                == Array(repeating: "token=rt&token_type_hint=refresh_token", count: 2))
    }
}

@Suite("Reading with an access token")
struct ReadingTests {
    private func base() throws -> FHIRBaseURL { try FHIRBaseURL("https://fhir.example.org/r4") }

    @Test("A read goes below the base with the token as a bearer (R-93, R-264)")
    func read() async throws {
        let url = "https://fhir.example.org/r4/Patient/1?_summary=true"
        let transport = RecordedTransport([
            url: .text("{}", status: 401, headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"\u{1B}[2J")])
        ])
        let reader = FHIRReader(transport: transport)
        for path in ["Patient/1?_summary=true", "/Patient/1?_summary=true", url] {
            let answer = try await reader.read(path, from: base(), accessToken: Redacted("at"))
            #expect(answer.status == 401)
            #expect(answer.challenge == "Bearer error=\"invalid_token\"[2J")
        }
        #expect(transport.requests.allSatisfy { $0.authorization?.reveal() == "Bearer at" })
        #expect(transport.requests.allSatisfy { $0.accept == "application/fhir+json" && $0.method == .get })
    }

    @Test(
        "The token goes nowhere else, whatever a path or reference says (R-97, R-98)",
        arguments: [
            "https://evil.example/r4/Patient/1", "https://fhir.example.org.evil.example/r4/Patient/1",
            "http://fhir.example.org/r4/Patient/1", "https://fhir.example.org:8443/r4/Patient/1",
            "https://fhir.example.org/r40/Patient/1", "https://fhir.example.org/r4/../admin", "../admin",
            "Patient/../../x",
            "%2e%2e/admin", "https://fhir.example.org@evil.example/r4/Patient/1",
        ])
    func outside(_ path: String) async throws {
        let transport = RecordedTransport { _ throws(TransportError) in .json("{}") }
        let error = await #expect(throws: FHIRReadError.self) {
            try await FHIRReader(transport: transport).read(path, from: base(), accessToken: Redacted("at"))
        }
        #expect(error?.code == .leadsAway)
        #expect(error?.message.contains("the access token goes nowhere else") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test("A redirect is the answer; the token does not follow it (R-97)")
    func redirect() async throws {
        let transport = RecordedTransport { _ throws(TransportError) in .redirect(to: "https://evil.example/") }
        let answer = try await FHIRReader(transport: transport).read(
            "Patient/1", from: base(), accessToken: Redacted("at"))
        #expect(answer.status == 302)
        #expect(transport.requests.count == 1)
    }
}
