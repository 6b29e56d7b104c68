import Foundation
import HTTPTypes
import Hummingbird
import SMART

/// The token endpoint (RFC 6749 section 3.2; SMART App Launch 2.2, sections 3.0.8 to 3.0.12).
struct TokenRoutes {
    let site: SandboxSite

    /// Adds `/token`.
    func add(to router: Router<SandboxContext>) {
        router.post("/token") { request, context in
            guard let form = try await request.bodyForm() else {
                return Response.oauth(
                    OAuthError(code: "invalid_request", detail: "the body must be application/x-www-form-urlencoded"))
            }
            let claim = Result { () throws(OAuthError) in
                try ClientClaim(authorization: request.headers[.authorization], parameters: form)
            }
            return try await answer(form, claim, context)
        }
    }

    /// Answers one request through the faults that strike it.
    private func answer(
        _ form: FormParameters, _ claim: Result<ClientClaim, OAuthError>, _ context: SandboxContext
    ) async throws -> Response {
        let grantType = form["grant_type"] ?? ""
        let secret = (form["code"] ?? form["refresh_token"]).map { Redacted($0) }
        let client = try? claim.get().id
        let user = await site.control.withLedger { ledger, _ in secret.flatMap { ledger.grant(of: $0) }?.user.id }
        await site.control.count(TokenRequestKind(grantType: grantType, client: client ?? ""))
        let place: FaultRule.Place =
            switch grantType {
            case "refresh_token": .refresh
            case "authorization_code": .code
            default: .token
            }
        return try await site.answer(FaultSchedule.Target(place: place, client: client, user: user), context) { plan in
            do {
                let claim = try claim.get()
                if let name = form.repeatedName {
                    throw OAuthError(code: "invalid_request", detail: "\(name) is given more than once")
                }
                try ConfidentialClient.verify(claim)
                let issued = try await issue(form, grantType: grantType, client: claim.id, plan: plan)
                return try await TokenAnswer(issued: issued, expiresIn: plan.expiresIn, address: site.address(context))
                    .response(identity: site.identity, now: site.control.wallClock)
            } catch let error as OAuthError {
                return .oauth(error, challenges: (try? claim.get().usesHeader) ?? false)
            }
        }
    }

    /// Trades the code or the refresh token.
    private func issue(
        _ form: FormParameters, grantType: String, client: String, plan: FaultSchedule.Plan
    ) async throws(OAuthError) -> IssuedTokens {
        switch grantType {
        case "authorization_code":
            guard let code = form["code"].map({ Redacted($0) }) else {
                throw OAuthError(code: "invalid_request", detail: "code is missing")
            }
            return try await site.control.withLedger { ledger, now throws(OAuthError) in
                try ledger.exchange(
                    code: code, client: client, redirectURI: form["redirect_uri"], verifier: form["code_verifier"],
                    terms: terms(of: plan, for: ledger.grant(of: code)), at: now)
            }
        case "refresh_token":
            guard let token = form["refresh_token"].map({ Redacted($0) }) else {
                throw OAuthError(code: "invalid_request", detail: "refresh_token is missing")
            }
            return try await site.control.withLedger { ledger, now throws(OAuthError) in
                try ledger.refresh(
                    token, client: client, scope: form["scope"].map { ScopeSet($0) },
                    terms: terms(of: plan, for: ledger.grant(of: token)), at: now)
            }
        case "": throw OAuthError(code: "invalid_request", detail: "grant_type is missing")
        default:
            throw OAuthError(
                code: "unsupported_grant_type", detail: "the sandbox knows authorization_code and refresh_token")
        }
    }

    /// How the faults bend this answer.
    private func terms(of plan: FaultSchedule.Plan, for grant: Grant?) -> IssueTerms {
        var terms = plan.terms
        if plan.sendsOtherPatient {
            terms.otherPatient = site.records.patientIDs.first { $0 != grant?.patient }
        }
        return terms
    }
}

/// The JSON of a successful token response.
struct TokenAnswer {
    /// What the ledger has entered.
    let issued: IssuedTokens
    /// How a fault has `expires_in` written; `nil` for as it should be.
    let expiresIn: SandboxFault.ExpiresInForm?
    let address: SandboxAddress

    /// The answer, never to be stored (RFC 6749 section 5.1).
    func response(identity: IdentityTokens, now: Date) async throws -> Response {
        var members: [String: JSONValue] = [
            "access_token": .string(issued.accessToken.reveal()), "token_type": .string("Bearer"),
            "scope": .string(issued.scope.text),
        ]
        members["expires_in"] = lifetime
        if let token = issued.refreshToken { members["refresh_token"] = .string(token.reveal()) }
        if let seconds = issued.refreshLifetime {
            members["refresh_expires_in"] = .number(JSONNumber(seconds.rounded(.down)))
        }
        if issued.isFirst, issued.scope.contains(.openid) {
            let token = try await identity.token(for: issued.grant, scope: issued.scope, at: address, now: now)
            members["id_token"] = .string(token.reveal())
        }
        members.merge(launchContext) { $1 }
        return .json(.object(members), headers: .unstored)
    }

    /// `expires_in`, in the form that a fault asks for.
    private var lifetime: JSONValue? {
        switch expiresIn {
        case nil: .number(JSONNumber(issued.accessLifetime))
        case .absent: nil
        case .string: .string("\(Int(issued.accessLifetime))")
        // Half a second less keeps it a fraction in JSON.
        case .float: .number(JSONNumber(issued.accessLifetime.rounded(.down) - 0.5))
        }
    }

    /// What the app may know of the launch (SMART App Launch 2.2, section 3.0.9).
    private var launchContext: [String: JSONValue] {
        let grant = issued.grant
        guard grant.discloses("patient") || grant.discloses("encounter") else { return [:] }
        var members: [String: JSONValue] = [
            "need_patient_banner": .bool(!grant.isEHRLaunch), "smart_style_url": .string(address.style),
        ]
        if grant.discloses("patient"), let patient = issued.patient { members["patient"] = .string(patient) }
        if grant.discloses("encounter"), let encounter = grant.encounter { members["encounter"] = .string(encounter) }
        return members
    }
}
