import Foundation
package import SMART

extension HTTPAuthClient {
    package func exchange(_ exchange: CodeExchange) async throws(AuthFailure) -> TokenResponse {
        let request = TokenRequest(
            .authorizationCode(exchange.code, redirectURI: exchange.redirectURI, verifier: exchange.verifier),
            credentials: exchange.client)
        return try await tokens(
            request, at: exchange.tokenEndpoint, secrets: [exchange.code, exchange.verifier])
    }

    package func refresh(
        _ refreshToken: Redacted, at tokenEndpoint: String, as client: ClientCredentials
    ) async throws(AuthFailure) -> TokenResponse {
        let request = TokenRequest(.refreshToken(refreshToken), credentials: client)
        return try await tokens(request, at: tokenEndpoint, secrets: [refreshToken])
    }

    package func revoke(
        _ token: Redacted, hint: TokenKind, at revocationEndpoint: String, as client: ClientCredentials
    ) async throws(AuthFailure) {
        let request = TokenReference(token: token, kind: hint, credentials: client)
        let answer = try await post(request, to: revocationEndpoint)
        // The body of a success says nothing (RFC 7009 section 2.2), unless it is a page from something in the way.
        if answer.isSuccess, OAuthError(parsing: answer.body) == nil, !answer.isWebPage { return }
        throw failure(answer, from: revocationEndpoint, secrets: [token], client: client)
    }

    package func introspect(
        _ token: Redacted, hint: TokenKind, at introspectionEndpoint: String, as client: ClientCredentials,
        bearer: Redacted?
    ) async throws(AuthFailure) -> IntrospectionResponse {
        let request = TokenReference(token: token, kind: hint, credentials: client)
        let answer = try await post(request, to: introspectionEndpoint, bearer: bearer)
        if answer.isSuccess, let response = try? IntrospectionResponse(parsing: answer.body) { return response }
        throw failure(answer, from: introspectionEndpoint, secrets: [token, bearer].compactMap(\.self), client: client)
    }

    private func tokens(
        _ request: TokenRequest, at endpoint: String, secrets: [Redacted]
    ) async throws(AuthFailure) -> TokenResponse {
        let answer = try await post(request, to: endpoint)
        // A response with an access token is a success even where it has an `error` member too.
        if answer.isSuccess, let response = try? TokenResponse(parsing: answer.body) { return response }
        throw failure(answer, from: endpoint, secrets: secrets, client: request.credentials)
    }

    /// Posts a form, authenticated as the client or, where given, with `bearer` alone.
    private func post(
        _ form: some ClientForm, to endpoint: String, bearer: Redacted? = nil
    ) async throws(AuthFailure) -> TransportResponse {
        let authorization = form.headers.first { $0.0 == "Authorization" }?.1
        let body = bearer == nil ? form.body : FormEncoding.encode(form.parameters)
        let request = TransportRequest(
            .post, endpoint, accept: "application/json",
            authorization: bearer.map(\.authorization) ?? authorization.map { Redacted($0) }, form: Redacted(body),
            limits: limits.token)
        do {
            return try await transport.send(request)
        } catch {
            throw AuthFailure(error, from: endpoint)
        }
    }

    private func failure(
        _ answer: TransportResponse, from endpoint: String, secrets: [Redacted], client: ClientCredentials
    ) -> AuthFailure {
        AuthFailure(answer, from: endpoint, withholding: secrets + [client.secret].compactMap(\.self), now: now())
    }
}

extension TransportResponse {
    /// Whether the body is a web page.
    var isWebPage: Bool {
        if case .html = BodyKind(of: body) { true } else { false }
    }
}

extension Redacted {
    /// The `Authorization` header that presents this token (RFC 6750 section 2.1).
    var authorization: Redacted {
        Redacted("Bearer " + reveal())
    }
}
