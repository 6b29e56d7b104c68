package import SMART

extension HTTPAuthClient {
    /// Trades an authorization code for tokens (RFC 6749 section 4.1.3).
    package func exchange(_ exchange: CodeExchange) async throws(AuthFailure) -> TokenResponse {
        let request = TokenRequest(
            .authorizationCode(exchange.code, redirectURI: exchange.redirectURI, verifier: exchange.verifier),
            credentials: exchange.client)
        return try await tokens(request, at: exchange.tokenEndpoint)
    }

    /// Asks for new tokens (RFC 6749 section 6).
    package func refresh(
        _ refreshToken: Redacted, at tokenEndpoint: ServerAddress, as client: ClientCredentials
    ) async throws(AuthFailure) -> TokenResponse {
        try await tokens(TokenRequest(.refreshToken(refreshToken), credentials: client), at: tokenEndpoint)
    }

    /// Revokes a token (RFC 7009 section 2).
    ///
    /// The body of a success says nothing (section 2.2), unless it is an error, or a page from something in the way.
    package func revoke(
        _ token: Redacted, hint: TokenKind, at revocationEndpoint: ServerAddress, as client: ClientCredentials
    ) async throws(AuthFailure) {
        let request = TokenReference(token: token, kind: hint, credentials: client)
        let answer = try await post(request, to: revocationEndpoint)
        if answer.response.isSuccess, answer.oauthError == nil, !answer.body.isWebPage { return }
        throw AuthFailure(
            answer, from: revocationEndpoint, withholding: Self.secrets([token], of: client), now: now())
    }

    /// Asks what a token is worth (RFC 7662 section 2).
    package func introspect(
        _ token: Redacted, hint: TokenKind, at introspectionEndpoint: ServerAddress, as client: ClientCredentials,
        bearer: Redacted?
    ) async throws(AuthFailure) -> IntrospectionResponse {
        let request = TokenReference(token: token, kind: hint, credentials: client)
        let answer = try await post(request, to: introspectionEndpoint, bearer: bearer)
        let secrets = Self.secrets([token, bearer].compactMap(\.self), of: client)
        return try read(answer, from: introspectionEndpoint, withholding: secrets) {
            body throws(TokenResponseError) in try IntrospectionResponse(reading: body)
        }
    }

    /// Posts a token request and reads the tokens, also out of an answer that is not of the form it should be.
    private func tokens(
        _ request: TokenRequest, at endpoint: ServerAddress
    ) async throws(AuthFailure) -> TokenResponse {
        let secrets = Self.secrets(request.grant.secrets, of: request.credentials)
        let answer: ServerAnswer
        do throws(TransportError) {
            answer = ServerAnswer(
                try await transport.send(transportRequest(request, to: endpoint, keepsWhatComes: true)))
        } catch {
            let salvage = TokenSalvage(error)
            if let tokens = salvage?.tokens(despite: error.message) { return tokens }
            throw AuthFailure(error, from: endpoint, unread: salvage?.unread(error.message, from: endpoint, at: now()))
        }
        do throws(AuthFailure) {
            return try read(answer, from: endpoint, withholding: secrets) { body throws(TokenResponseError) in
                try TokenResponse(reading: body)
            }
        } catch {
            let salvage = TokenSalvage(answer)
            if let tokens = salvage.tokens(despite: error.message) { return tokens }
            throw error.keeping(salvage.unread(error.message, from: endpoint, at: now()))
        }
    }

    /// Reads a success; any other answer, and a success that cannot be used, is a failure that keeps the reason.
    private func read<Value>(
        _ answer: ServerAnswer, from endpoint: ServerAddress, withholding secrets: [Redacted],
        _ reading: (AnswerBody) throws(TokenResponseError) -> Value
    ) throws(AuthFailure) -> Value {
        guard answer.response.isSuccess else {
            throw AuthFailure(answer, from: endpoint, withholding: secrets, now: now())
        }
        do throws(TokenResponseError) {
            return try reading(answer.body)
        } catch {
            throw AuthFailure(answer, from: endpoint, unusable: error, withholding: secrets, now: now())
        }
    }

    /// Posts a form, authenticated as the client or, where given, with `bearer` alone, and parses the answer.
    private func post(
        _ form: some ClientForm, to endpoint: ServerAddress, bearer: Redacted? = nil
    ) async throws(AuthFailure) -> ServerAnswer {
        do {
            return ServerAnswer(try await transport.send(transportRequest(form, to: endpoint, bearer: bearer)))
        } catch {
            throw AuthFailure(error, from: endpoint)
        }
    }

    /// The request that posts a form.
    private func transportRequest(
        _ form: some ClientForm, to endpoint: ServerAddress, bearer: Redacted? = nil, keepsWhatComes: Bool = false
    ) -> TransportRequest {
        TransportRequest(
            .post, endpoint, accept: "application/json",
            authorization: bearer.map(\.authorization) ?? form.credentials.authorization,
            form: bearer == nil ? form.body : form.bodyWithoutClient, limits: limits.token,
            keepsWhatComes: keepsWhatComes)
    }

    /// All that was sent and must not come back in a message.
    private static func secrets(_ sent: [Redacted], of client: ClientCredentials) -> [Redacted] {
        sent + [client.secret].compactMap(\.self)
    }
}
