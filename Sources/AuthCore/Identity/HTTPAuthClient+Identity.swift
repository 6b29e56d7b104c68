import Foundation
package import SMART

extension HTTPAuthClient {
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
    private func verify(_ token: SignedToken, issuer: String, keysAt address: String?) async throws(SignatureError) {
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
    private func keySetAddress(of issuer: Issuer) async throws(SignatureError) -> String {
        let document = try await publicDocument(at: issuer.configurationAddress)
        guard let configuration = try? JSONValue(parsing: document) else {
            throw SignatureError(
                .noKeys("\(issuer.configurationAddress.cleaned) answered with \(BodyKind(of: document))"))
        }
        guard let named = configuration["issuer"]?.string, Issuer(named) == issuer else {
            throw SignatureError(.noKeys("the configuration of \(issuer.text.cleaned) names another issuer"))
        }
        guard let address = configuration["jwks_uri"]?.string else {
            throw SignatureError(.noKeys("the configuration of \(issuer.text.cleaned) names no key set"))
        }
        return address
    }

    private func keys(at address: String) async throws(SignatureError) -> PublishedKeys {
        guard let keys = PublishedKeys(parsing: try await publicDocument(at: address)) else {
            throw SignatureError(.noKeys("\(ServerAddress(address).server) does not answer with a key set"))
        }
        return keys
    }

    private func publicDocument(at url: String) async throws(SignatureError) -> Data {
        let fetch = DocumentFetch(transport: transport, limits: limits.discovery)
        do {
            let (answer, _) = try await fetch.get(url, accept: "application/json")
            if answer.isSuccess { return answer.body }
            throw SignatureError(.noKeys("\(url.cleaned) answered with status \(answer.status)"))
        } catch let error as TransportError {
            throw SignatureError(.noKeys("\(ServerAddress(url).server): \(error.message)"))
        } catch let error as SignatureError {
            throw error
        } catch {
            throw SignatureError(.noKeys("\(ServerAddress(url).server): \(error)"))
        }
    }
}
