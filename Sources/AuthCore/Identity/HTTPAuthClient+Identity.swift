package import SMART

extension HTTPAuthClient {
    /// Validates an `id_token` (OpenID Connect Core section 3.1.3.7).
    package func identity(in idToken: Redacted, check: IdentityCheck) async throws -> IDTokenClaims {
        let token = try SignedToken(idToken)
        let claims = try IDTokenClaims(parsing: token.payload)
        // Without an advertised issuer the token's own word leads to the keys, as SMART has it: the token came over TLS straight
        // from the token endpoint, and that issuer's keys must still match.
        let issuer = check.issuer ?? claims.issuer
        try await verify(token, issuer: issuer, keysAt: check.jwksURI)
        try claims.validate(issuer: issuer, clientID: check.clientID, nonce: check.nonce, now: check.now)
        return claims
    }

    /// Holds the signature against the key set at `address` and, where that does not settle it, against the one that the issuer's
    /// own configuration names: some servers advertise the key set of another realm.
    private func verify(
        _ token: SignedToken, issuer: String, keysAt address: ServerAddress?
    ) async throws(SignatureError) {
        var doubts: [SignatureError] = []
        if let address {
            do {
                return try await keys(at: address).verify(token)
            } catch {
                doubts.append(error)
            }
        }
        do {
            let named = try await keySetAddress(of: Issuer(issuer))
            if named != address { return try await keys(at: named).verify(token) }
        } catch {
            doubts.append(error)
        }
        throw doubts.first ?? SignatureError(.wrongSignature)
    }

    /// `jwks_uri` of an issuer's configuration (OpenID Connect Discovery 1.0, section 4).
    private func keySetAddress(of issuer: Issuer) async throws(SignatureError) -> ServerAddress {
        let place = try Self.address(issuer.configurationAddress)
        let document = try await publicDocument(at: place)
        guard case .json(let configuration) = document else {
            throw SignatureError(.noKeys("\(place.server) answered with something else than an issuer's configuration"))
        }
        guard let named = configuration["issuer"]?.string, Issuer(named) == issuer else {
            throw SignatureError(.noKeys("the configuration of \(issuer.text.cleaned) names another issuer"))
        }
        guard let address = configuration["jwks_uri"]?.string else {
            throw SignatureError(.noKeys("the configuration of \(issuer.text.cleaned) names no key set"))
        }
        return try Self.address(address)
    }

    /// The key set at an address.
    private func keys(at address: ServerAddress) async throws(SignatureError) -> PublishedKeys {
        guard let keys = PublishedKeys(reading: try await publicDocument(at: address)) else {
            throw SignatureError(.noKeys("\(address.server) does not answer with a key set"))
        }
        return keys
    }

    /// The body at an address, of a success.
    private func publicDocument(at address: ServerAddress) async throws(SignatureError) -> AnswerBody {
        let fetch = DocumentFetch(transport: transport, limits: limits.discovery)
        let answer: ServerAnswer
        do throws(TransportError) {
            answer = try await fetch.get(address, accept: "application/json").answer
        } catch {
            throw SignatureError(.noKeys(error.message))
        }
        guard answer.response.isSuccess else {
            throw SignatureError(.noKeys("\(address.text.cleaned) answered with status \(answer.status)"))
        }
        return answer.body
    }

    /// An address that a token or a document names.
    private static func address(_ text: String) throws(SignatureError) -> ServerAddress {
        do {
            return try ServerAddress(text)
        } catch {
            throw SignatureError(.noKeys(error.description))
        }
    }
}
