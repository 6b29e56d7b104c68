package import Foundation
package import SMART

/// The protocol over HTTP, as the keeper sees it.
package protocol AuthClient: Sendable {
    /// Fetches both discovery documents at once and merges them.
    ///
    /// - Throws: where neither can be used; the message says what each request met.
    func discover(_ baseURL: FHIRBaseURL) async throws(AuthFailure) -> DiscoveredServer

    /// Trades an authorization code for tokens (RFC 6749 section 4.1.3).
    func exchange(_ exchange: CodeExchange) async throws(AuthFailure) -> TokenResponse

    /// Asks for new tokens (RFC 6749 section 6).
    func refresh(_ refreshToken: Redacted, at tokenEndpoint: String, as client: ClientCredentials)
        async throws(AuthFailure) -> TokenResponse

    /// Revokes a token (RFC 7009). Returns once the server has confirmed.
    func revoke(_ token: Redacted, hint: TokenHint, at revocationEndpoint: String, as client: ClientCredentials)
        async throws(AuthFailure)

    /// Asks what a token is worth (RFC 7662), authenticating with `bearer` where given, else as the client.
    func introspect(
        _ token: Redacted, hint: TokenHint, at introspectionEndpoint: String, as client: ClientCredentials,
        bearer: Redacted?
    ) async throws(AuthFailure) -> IntrospectionResponse

    /// Validates an `id_token`: signature by `kid`, `iss`, `aud`, times and `nonce` (OpenID Connect Core, section 3.1.3.7).
    func identity(in idToken: Redacted, check: IdentityCheck) async throws -> IDTokenClaims

    /// Reads something from the FHIR server with an access token, which goes nowhere but below `baseURL`.
    func read(_ path: String, from baseURL: FHIRBaseURL, accessToken: Redacted) async throws(AuthFailure) -> FHIRAnswer

    /// Opens a receiver for one redirect. `nil` where the redirect URI is not loopback.
    ///
    /// - Throws: ``RedirectReceiverError`` where the registered port is taken.
    func redirectReceiver(for redirectURI: String) async throws -> (any RedirectReceiver)?
}

/// What an authorization code is traded with.
package struct CodeExchange: Sendable {
    package let code: Redacted
    package let redirectURI: String
    package let verifier: Redacted
    package let tokenEndpoint: String
    package let client: ClientCredentials

    package init(
        code: Redacted, redirectURI: String, verifier: Redacted, tokenEndpoint: String, client: ClientCredentials
    ) {
        self.code = code
        self.redirectURI = redirectURI
        self.verifier = verifier
        self.tokenEndpoint = tokenEndpoint
        self.client = client
    }
}

/// `token_type_hint` (RFC 7009 section 2.1).
package enum TokenHint: String, Sendable {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
}

/// What an `id_token` is held against.
package struct IdentityCheck: Sendable {
    package let issuer: String?
    package let jwksURI: String?
    package let clientID: String
    /// The nonce of the authorization request; `nil` for an `id_token` that came with a refresh.
    package let nonce: String?
    package let now: Date

    package init(issuer: String?, jwksURI: String?, clientID: String, nonce: String?, now: Date) {
        self.issuer = issuer
        self.jwksURI = jwksURI
        self.clientID = clientID
        self.nonce = nonce
        self.now = now
    }
}

/// What a FHIR server answered to a read.
package struct FHIRAnswer: Sendable {
    package let status: Int
    package let contentType: String?
    package let body: Data
    /// `WWW-Authenticate`, cleaned; tells why a token was not taken.
    package let challenge: String?

    package init(status: Int, contentType: String?, body: Data, challenge: String?) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.challenge = challenge
    }
}

/// A listener on 127.0.0.1 and ::1 for the redirect of one authorization (RFC 8252 section 7.3).
package protocol RedirectReceiver: Sendable {
    /// The redirect URI with the port that was taken.
    var redirectURI: String { get }

    /// Serves requests to the redirect path until a judgement ends the wait. `judge` is given each request's target, such as
    /// `/callback?code=…&state=…`, and says what page the browser is shown.
    func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws

    func close() async
}

/// What to tell the browser that brought a redirect, and whether the wait is over.
package struct RedirectJudgement: Sendable {
    package let title: String
    package let words: String
    package let endsTheWait: Bool

    package init(title: String, words: String, endsTheWait: Bool) {
        self.title = title
        self.words = words
        self.endsTheWait = endsTheWait
    }
}
