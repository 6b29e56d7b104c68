import HTTPTypes
import Hummingbird
import SMART

/// The page from which a record system launches an app (SMART App Launch 2.2, section 3.0.4).
struct LaunchRoutes {
    let site: SandboxSite

    /// Adds `/ehr`.
    func add(to router: Router<SandboxContext>) {
        router.get("/ehr") { request, context in
            await show(browser(of: request, context), context)
        }
        router.post("/ehr") { request, context in
            let browser = await browser(of: request, context)
            guard let form = try await owned(request, by: browser) else { return Self.foreignForm }
            return await launch(form, browser, context)
        }
        router.post("/ehr/sign-out") { request, context in
            let browser = await browser(of: request, context)
            guard try await owned(request, by: browser) != nil else { return Self.foreignForm }
            await site.control.withLedger { ledger, _ in ledger.signOut(of: browser) }
            return Response.seeOther("/ehr")
        }
    }

    /// What a form gets that no page of this browser made.
    private static let foreignForm = Response.page(
        .problem("This form cannot be taken", "It did not come from this browser, or cookies are switched off."),
        status: .forbidden)

    /// The browser by its cookie, or a new one.
    private func browser(of request: Request, _ context: SandboxContext) async -> BrowserSession {
        let held = BrowserCookie(context).value(in: request)
        return await site.control.withLedger { ledger, now in ledger.browser(holding: held, at: now) }
    }

    /// The form, where a page of this browser posted it.
    private func owned(_ request: Request, by browser: BrowserSession) async throws -> FormParameters? {
        guard let form = try await request.bodyForm(), form["form_token"].map({ Redacted($0) }) == browser.formToken
        else { return nil }
        return form
    }

    /// The page, with what was wrong where something was.
    private func show(_ browser: BrowserSession, _ context: SandboxContext, problem: String? = nil) async -> Response {
        let page = LaunchPage(
            action: "/ehr", formToken: browser.formToken,
            patients: site.records.patientIDs.map { ($0, site.records.title(ofPatient: $0)) },
            user: browser.signIn?.user, signOut: "/ehr/sign-out", problem: problem
        ).page
        return .page(
            page, status: problem == nil ? .ok : .badRequest, cookie: BrowserCookie(context).header(for: browser))
    }

    /// Opens the app's launch URL with `iss` and `launch` (SMART App Launch 2.2, section 3.0.4).
    private func launch(
        _ form: FormParameters, _ browser: BrowserSession, _ context: SandboxContext
    ) async -> Response {
        guard let app = form["launch_url"].flatMap({ try? ServerAddress($0) }), !app.text.contains("#") else {
            return await show(
                browser, context, problem: "The launch URL must be https, or http on this machine, without a fragment.")
        }
        guard let patient = form["patient"], let launch = await site.control.startLaunch(patient: patient) else {
            return await show(browser, context, problem: "There is no such patient.")
        }
        let parameters = FormParameters(pairs: [("iss", site.address(context).fhirBase), ("launch", launch)])
        return .seeOther(parameters.appended(to: app.text))
    }
}
