import Foundation
import HTTPTypes
import Hummingbird
import SMART

/// Revocation (RFC 7009) and introspection (RFC 7662).
struct TokenStatusRoutes {
    let site: SandboxSite

    /// Adds `/revoke` and `/introspect`.
    func add(to router: Router<SandboxContext>) {
        router.post("/revoke") { request, context in
            try await answer(request, context, place: .revoke) { token, form in
                let claim = try ClientClaim(authorization: request.headers[.authorization], parameters: form)
                try ConfidentialClient.verify(claim)
                await site.control.withLedger { ledger, _ in ledger.revoke(token, client: claim.id) }
                return Response(status: .ok, headers: [.cacheControl: "no-store"])
            }
        }
        router.post("/introspect") { request, context in
            try await answer(request, context, place: .introspect) { token, form in
                try await authorizeIntrospection(request, form)
                return .json(await introspection(of: token, site.address(context)))
            }
        }
    }

    /// Answers a request about a token through the faults that strike it.
    private func answer(
        _ request: Request, _ context: SandboxContext, place: FaultRule.Place,
        _ body: (Redacted, FormParameters) async throws -> Response
    ) async throws -> Response {
        let form = try await request.bodyForm() ?? FormParameters(pairs: [])
        let token = form["token"].map { Redacted($0) }
        let grant = await site.control.withLedger { ledger, _ in token.flatMap { ledger.grant(of: $0) } }
        let target = FaultSchedule.Target(place: place, client: grant?.clientID, user: grant?.user.id)
        return try await site.answer(target, context) { _ in
            guard let token else {
                return .oauth(OAuthError(code: "invalid_request", detail: "token is missing from the form"))
            }
            do {
                return try await body(token, form)
            } catch let error as OAuthError {
                return .oauth(error, challenges: request.headers[.authorization] != nil)
            }
        }
    }

    /// Introspection is for a client that authenticates, and for whoever holds a live access token (RFC 7662 section 2.1).
    private func authorizeIntrospection(_ request: Request, _ form: FormParameters) async throws {
        if let bearer = request.bearerToken {
            let isLive = await site.control.withLedger { ledger, now in ledger.liveAccess(bearer, at: now) != nil }
            guard isLive else { throw OAuthError(code: "invalid_client", detail: "the bearer token is not valid") }
            return
        }
        let claim = try ClientClaim(authorization: request.headers[.authorization], parameters: form)
        guard claim.id == ConfidentialClient.id else {
            throw OAuthError(
                code: "invalid_client",
                detail: "introspection takes a bearer token or the client \(ConfidentialClient.id)")
        }
        try ConfidentialClient.verify(claim)
    }

    /// What the token is worth; a dead one is only inactive (RFC 7662 section 2.2).
    private func introspection(of token: Redacted, _ address: SandboxAddress) async -> JSONValue {
        let found = await site.control.withLedger { ledger, now -> LiveToken? in
            if let (access, grant) = ledger.liveAccess(token, at: now) {
                return LiveToken(
                    grant: grant, scope: access.scope, patient: access.patient, issuedAt: access.issuedAt,
                    expiresAt: access.expiresAt, isAccessToken: true)
            }
            return ledger.liveRefresh(token, at: now).map { refresh, grant in
                LiveToken(
                    grant: grant, scope: grant.scope, patient: grant.patient, issuedAt: refresh.issuedAt,
                    expiresAt: grant.refreshEndsAt, isAccessToken: false)
            }
        }
        return found?.json(address) ?? .object(["active": .bool(false)])
    }

    /// What introspection found out about a live token.
    private struct LiveToken: Sendable {
        let grant: Grant
        let scope: ScopeSet
        let patient: String?
        let issuedAt: Date
        /// `nil` for a refresh token without an end.
        let expiresAt: Date?
        let isAccessToken: Bool

        /// The members of the response.
        func json(_ address: SandboxAddress) -> JSONValue {
            var members: [String: JSONValue] = [
                "active": .bool(true), "scope": .string(scope.text), "client_id": .string(grant.clientID),
                "username": .string(grant.user.id), "sub": .string(grant.user.id), "iss": .string(address.issuer),
                "iat": .number(JSONNumber(issuedAt.timeIntervalSince1970.rounded(.down))),
            ]
            if isAccessToken { members["token_type"] = .string("Bearer") }
            if let expiresAt { members["exp"] = .number(JSONNumber(expiresAt.timeIntervalSince1970.rounded(.down))) }
            if grant.discloses("patient"), let patient { members["patient"] = .string(patient) }
            if scope.contains(.fhirUser) { members["fhirUser"] = .string("\(address.fhirBase)/\(grant.user.fhirUser)") }
            return .object(members)
        }
    }
}

extension Request {
    /// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
    var bearerToken: Redacted? {
        guard let header = headers[.authorization], header.lowercased().hasPrefix("bearer ") else { return nil }
        return Redacted(header.dropFirst("bearer ".count).trimmingCharacters(in: .whitespaces))
    }
}
