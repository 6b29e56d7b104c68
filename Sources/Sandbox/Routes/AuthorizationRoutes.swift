import HTTPTypes
import Hummingbird
import SMART

/// The authorization endpoint, and the pages that lead from a request to a code.
///
/// A request is kept and the browser sent on to a page of its own (`/authorize/ID`). So a request by form POST, which
/// arrives without cookies when it comes from another site, is answered in the session of the person who made it.
struct AuthorizationRoutes {
    let site: SandboxSite

    /// Adds the endpoint and its pages.
    func add(to router: Router<SandboxContext>) {
        router.get("/authorize") { request, context in
            try await open(request.queryForm, context)
        }
        router.post("/authorize") { request, context in
            guard let form = try await request.bodyForm() else {
                return Response.page(.problem("This cannot be read", "The request is not a form."), status: .badRequest)
            }
            return try await open(form, context)
        }
        router.get("/authorize/{id}") { request, context in
            try await visit(request, context) { visit in await show(visit) }
        }
        router.post("/authorize/{id}/sign-in") { request, context in
            try await visit(request, context) { visit in await signIn(visit) }
        }
        router.post("/authorize/{id}/patient") { request, context in
            try await visit(request, context) { visit in await choosePatient(visit) }
        }
        router.post("/authorize/{id}/consent") { request, context in
            try await visit(request, context) { visit in await decide(visit) }
        }
        router.post("/authorize/{id}/sign-out") { request, context in
            try await visit(request, context) { visit in
                await site.control.withLedger { ledger, _ in ledger.signOut(of: visit.browser) }
                return .seeOther(visit.path)
            }
        }
    }

    /// Takes in a request, and sends the browser on to its page.
    private func open(_ parameters: FormParameters, _ context: SandboxContext) async throws -> Response {
        let address = site.address(context)
        let target = FaultSchedule.Target(place: .authorize, client: parameters["client_id"])
        return try await site.answer(target, context) { _ in
            let request: IncomingAuthorization
            do throws(IncomingAuthorization.Refusal) {
                request = try IncomingAuthorization(parameters, audience: address.fhirBase)
            } catch .toThePerson(let text) {
                return .page(.problem("This request cannot be answered", text), status: .badRequest)
            } catch .toTheClient(let error, let redirectURI, let state) {
                return .refusal(error, at: redirectURI, state: state, issuer: address.issuer)
            }
            do throws(OAuthError) {
                let authorization = try await site.control.withLedger { ledger, now throws(OAuthError) in
                    try ledger.open(request, at: now)
                }
                return .seeOther("/authorize/\(authorization.id)")
            } catch {
                return .refusal(error, at: request.redirectURI, state: request.state, issuer: address.issuer)
            }
        }
    }
}

// MARK: - Steps

extension AuthorizationRoutes {
    /// A browser at one open authorization.
    struct Visit: Sendable {
        /// As it was when the visit began.
        let authorization: PendingAuthorization
        let browser: BrowserSession
        /// What was posted; empty for a GET.
        let form: FormParameters
        let cookie: BrowserCookie
        let issuer: String

        /// Its page, to which every step leads back.
        var path: String { "/authorize/\(authorization.id)" }

        /// The app's answer where this authorization fails.
        func refusal(_ error: OAuthError) -> Response {
            let request = authorization.request
            return .refusal(error, at: request.redirectURI, state: request.state, issuer: issuer)
        }
    }

    /// Finds the authorization and the browser, and turns away forms that no page of this browser posted.
    private func visit(
        _ request: Request, _ context: SandboxContext, _ answer: (Visit) async -> Response
    ) async throws -> Response {
        let id = try context.parameters.require("id")
        let cookie = BrowserCookie(context)
        let held = cookie.value(in: request)
        let form = try await request.bodyForm() ?? FormParameters(pairs: [])
        let (authorization, browser) = await site.control.withLedger { ledger, now in
            (ledger.pending[id], ledger.browser(holding: held, at: now))
        }
        guard let authorization else {
            let text = "It was answered, or it waited too long. Go back to the app and start again."
            return .page(.problem("This sign-in is over", text), status: .notFound)
        }
        if request.method == .post, form["form_token"].map({ Redacted($0) }) != browser.formToken {
            let text =
                "The form did not come from this browser, or cookies are switched off. Go back to the app and start again."
            return .page(.problem("This form cannot be taken", text), status: .forbidden)
        }
        return await answer(
            Visit(
                authorization: authorization, browser: browser, form: form, cookie: cookie,
                issuer: site.address(context).issuer))
    }

    /// What the person has to do next.
    private func step(of visit: Visit) async throws(OAuthError) -> AuthorizationStep {
        let patients = site.records.patientIDs
        return try await site.control.withLedger { ledger, _ throws(OAuthError) in
            try ledger.step(of: visit.authorization, for: visit.browser.signIn, among: patients)
        }
    }

    /// The page for the next step.
    private func show(_ visit: Visit, signInFailed: Bool = false) async -> Response {
        let step: AuthorizationStep
        do { step = try await self.step(of: visit) } catch { return visit.refusal(error) }
        let request = visit.authorization.request
        let page =
            switch (step, visit.browser.signIn?.user) {
            case (.choosePatient(let patients), let user?):
                PatientPage(
                    client: request.clientID, user: user, action: visit.path + "/patient",
                    formToken: visit.browser.formToken,
                    patients: patients.map { ($0, site.records.title(ofPatient: $0)) }
                ).page
            case (.consent(let patient), let user?):
                ConsentPage(
                    request: request, user: user, patient: patient.map { site.records.title(ofPatient: $0) },
                    action: visit.path + "/consent", signOut: visit.path + "/sign-out",
                    formToken: visit.browser.formToken
                ).page
            default:
                SignInPage(
                    client: request.clientID, action: visit.path + "/sign-in", formToken: visit.browser.formToken,
                    failed: signInFailed
                ).page
            }
        return .page(
            page, status: signInFailed ? .forbidden : .ok, cookie: visit.cookie.header(for: visit.browser))
    }

    /// Signs in whoever was pressed or named, or shows the page again.
    private func signIn(_ visit: Visit) async -> Response {
        let chosen = visit.form["user"]
        let hasPassword = visit.form["password"] == SandboxUser.password
        guard let name = chosen ?? (hasPassword ? visit.form["username"] : nil), let user = SandboxUser.named(name)
        else {
            return await show(visit, signInFailed: true)
        }
        let browser = await site.control.withLedger { ledger, now in
            ledger.signIn(user, in: visit.browser, at: now)
        }
        return .seeOther(visit.path, cookie: visit.cookie.header(for: browser))
    }

    /// Notes the patient that was chosen.
    private func choosePatient(_ visit: Visit) async -> Response {
        guard let user = visit.browser.signIn?.user, let patient = visit.form["patient"],
            user.patients(among: site.records.patientIDs).contains(patient)
        else { return .seeOther(visit.path) }
        await site.control.withLedger { ledger, _ in
            ledger.pending[visit.authorization.id]?.patient = patient
        }
        return .seeOther(visit.path)
    }

    /// Answers the app: with a code, or with `access_denied`.
    private func decide(_ visit: Visit) async -> Response {
        let step: AuthorizationStep
        do { step = try await self.step(of: visit) } catch { return visit.refusal(error) }
        guard let signIn = visit.browser.signIn, case .consent(let patient) = step else { return .seeOther(visit.path) }
        guard visit.form["decision"] == "Allow" else {
            await site.control.withLedger { ledger, _ in ledger.pending[visit.authorization.id] = nil }
            return visit.refusal(OAuthError(code: "access_denied", detail: "\(signIn.user.name) said no"))
        }
        let encounter =
            visit.authorization.launch?.encounter ?? patient.flatMap { site.records.latestEncounter(of: $0) }
        let consent = AuthorizationLedger.Consent(scopes: Set(visit.form.all("scope")), encounter: encounter)
        do {
            let code = try await site.control.withLedger { ledger, now throws(OAuthError) in
                try ledger.grant(visit.authorization, by: signIn, patient: patient, consent: consent, at: now)
            }
            let request = visit.authorization.request
            return .authorization(
                [("code", code.reveal())], at: request.redirectURI, state: request.state, issuer: visit.issuer)
        } catch {
            return visit.refusal(error)
        }
    }
}

extension Response {
    /// An authorization response: back to the app, with `iss` as RFC 9207 has it.
    fileprivate static func authorization(
        _ result: [(name: String, value: String)], at redirectURI: RedirectURI, state: String?, issuer: String
    ) -> Response {
        let common = [("state", state), ("iss", issuer)].compactMap { name, value in value.map { (name, $0) } }
        return .seeOther(FormParameters(pairs: result + common).appended(to: redirectURI.text))
    }

    /// An error response (RFC 6749 section 4.1.2.1).
    fileprivate static func refusal(
        _ error: OAuthError, at redirectURI: RedirectURI, state: String?, issuer: String
    ) -> Response {
        let detail = error.detail.map { [(name: "error_description", value: $0)] } ?? []
        return .authorization([("error", error.code)] + detail, at: redirectURI, state: state, issuer: issuer)
    }
}
