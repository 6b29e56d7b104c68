import HTTPTypes
import Hummingbird
import SMART

/// Reads and searches, for whoever brings a token (SMART App Launch 2.2, section 3.0.11).
struct RecordRoutes {
    let site: SandboxSite

    /// Adds reads and searches; everything else is refused as not supported.
    func add(to router: Router<SandboxContext>) {
        router.get("/fhir/{type}/{id}") { request, context in
            try await guarded(request, context) { access, address in
                try read(context.parameters.require("type"), context.parameters.require("id"), access)
            }
        }
        router.get("/fhir/{type}") { request, context in
            try await guarded(request, context) { access, address in
                try search(context.parameters.require("type"), request.queryForm, request, access, address)
            }
        }
        router.post("/fhir/{type}/_search") { request, context in
            let form = try await request.bodyForm() ?? FormParameters(pairs: [])
            return try await guarded(request, context) { access, address in
                let query = FormParameters(pairs: request.queryForm.pairs + form.pairs)
                return try search(context.parameters.require("type"), query, request, access, address)
            }
        }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            for path: RouterPath in ["/fhir/{type}", "/fhir/{type}/{id}"] {
                router.on(path, method: method) { _, _ in
                    Response.fhir(
                        JSONValue.operationOutcome("not-supported", "The sandbox's records are read-only."),
                        status: .methodNotAllowed, headers: [.allow: "GET"])
                }
            }
        }
    }

    /// Answers whoever brings a live token.
    private func guarded(
        _ request: Request, _ context: SandboxContext, _ body: (RecordAccess, SandboxAddress) throws -> Response
    ) async throws -> Response {
        let bearer = request.bearerToken
        let held = await site.control.withLedger { ledger, now in bearer.flatMap { ledger.liveAccess($0, at: now) } }
        let target = FaultSchedule.Target(place: .fhir, client: held?.grant.clientID, user: held?.grant.user.id)
        return try await site.answer(target, context) { _ in
            guard let held else { return Self.unauthorized(hasToken: bearer != nil) }
            let access = RecordAccess(
                scope: held.token.scope, patient: held.token.patient, user: held.grant.user,
                patients: site.records.patientIDs)
            return try body(access, site.address(context))
        }
    }

    /// One resource by its id.
    ///
    /// What is there and not granted is refused as such, and not as missing: the records are synthetic, so nothing is
    /// given away.
    private func read(_ type: String, _ id: String, _ access: RecordAccess) throws -> Response {
        guard site.records.types.contains(type) else { return Self.unknownType(type) }
        let resource = site.records.resource(type, id: id)
        if let resource, access.opens(resource, to: .read) { return .fhir(resource.body) }
        guard access.allows(.read, on: type) else { return Self.forbidden("No granted scope reads \(type).") }
        guard resource != nil else {
            return .fhir(JSONValue.operationOutcome("not-found", "There is no \(type)/\(id)."), status: .notFound)
        }
        return Self.forbidden("\(type)/\(id) lies outside what was granted.")
    }

    /// A page of the resources that match and that the token opens.
    private func search(
        _ type: String, _ query: FormParameters, _ request: Request, _ access: RecordAccess, _ address: SandboxAddress
    ) throws -> Response {
        guard site.records.types.contains(type) else { return Self.unknownType(type) }
        guard access.allows(.search, on: type) else { return Self.forbidden("No granted scope searches \(type).") }
        let search = RecordSearch(query)
        let isStrict = request.headers.contains {
            $0.name.canonicalName == "prefer" && $0.value.contains("handling=strict")
        }
        if isStrict, let name = search.ignored.first {
            return .fhir(
                JSONValue.operationOutcome("not-supported", "The search parameter \(name.cleaned) is not known here."),
                status: .badRequest)
        }
        let matches = site.records.all(type).filter { access.opens($0, to: .search) && search.matches($0) }
        return .fhir(
            SearchBundle(
                address: "\(address.fhirBase)/\(type)", search: search, matches: matches, base: address.fhirBase
            ).body)
    }

    /// RFC 6750 section 3: a request without a token is challenged without an error code.
    private static func unauthorized(hasToken: Bool) -> Response {
        let error = hasToken ? ", error=\"invalid_token\", error_description=\"unknown, expired or revoked\"" : ""
        return .fhir(
            JSONValue.operationOutcome(
                "login", hasToken ? "The access token is unknown, expired or revoked." : "An access token is needed."),
            status: .unauthorized, headers: [.wwwAuthenticate: "Bearer realm=\"Stoke sandbox\"" + error])
    }

    /// RFC 6750 section 3.1: the token's scopes are not enough.
    private static func forbidden(_ reason: String) -> Response {
        .fhir(
            JSONValue.operationOutcome("forbidden", reason), status: .forbidden,
            headers: [.wwwAuthenticate: "Bearer realm=\"Stoke sandbox\", error=\"insufficient_scope\""])
    }

    /// A type that there are no records of.
    private static func unknownType(_ type: String) -> Response {
        .fhir(
            JSONValue.operationOutcome("not-supported", "The sandbox has no resources of type \(type.cleaned)."),
            status: .notFound)
    }
}
