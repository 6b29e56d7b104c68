import HTTPTypes
import Hummingbird
import NIOCore

/// What the routes share, and the routes put together.
struct SandboxSite: Sendable {
    /// The loopback host that was asked for; addresses name it.
    let host: String
    /// The ledger, the clock and the faults.
    let control: SandboxControl
    let records: PatientRecords
    let identity: IdentityTokens

    /// Reads the records and makes the signing key.
    init(_ options: SandboxOptions) async throws(SandboxError) {
        host = options.host
        do {
            records = try PatientRecords()
            identity = try await IdentityTokens()
        } catch {
            throw SandboxError(code: .brokenResources, host: options.host, port: options.port, detail: "\(error)")
        }
        control = SandboxControl(options: options, records: records)
    }

    /// All routes.
    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ClosingMiddleware())
        DiscoveryRoutes(site: self).add(to: router)
        AuthorizationRoutes(site: self).add(to: router)
        LaunchRoutes(site: self).add(to: router)
        TokenRoutes(site: self).add(to: router)
        TokenStatusRoutes(site: self).add(to: router)
        RecordRoutes(site: self).add(to: router)
        ControlRoutes(site: self).add(to: router)
        return router
    }

    /// Where the sandbox answers, by the port of this very connection.
    func address(_ context: SandboxContext) -> SandboxAddress {
        SandboxAddress(host: host, port: context.channel.localAddress?.port ?? 0)
    }

    /// Answers a request through the faults that strike it.
    ///
    /// - Parameters:
    ///   - target: what is known of the request.
    ///   - context: its connection, which a fault may drop.
    ///   - endpoint: what the endpoint does where no fault answers in its place.
    /// - Returns: the endpoint's answer or a fault's; what no client gets, where the connection was dropped.
    /// - Throws: what `endpoint` throws, or `CancellationError` where the sandbox stops during a delay.
    func answer(
        _ target: FaultSchedule.Target, _ context: SandboxContext,
        endpoint: (FaultSchedule.Plan) async throws -> Response
    ) async throws -> Response {
        let plan = await control.strike(target)
        if plan.delay > 0 { try await Task.sleep(for: .seconds(plan.delay)) }
        if let fault = plan.answer { return await Response.fault(fault, context) }
        let response = try await endpoint(plan)
        return plan.dropsAfter ? await context.dropConnection() : response
    }
}

/// The context of a request.
///
/// It keeps the connection, to know the port and to be able to drop it.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection that the request came on.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Closes the connection without an answer.
    ///
    /// What is returned never arrives.
    func dropConnection() async -> Response {
        try? await channel.close()
        return Response(status: .serviceUnavailable)
    }
}

extension Request {
    /// The parameters of the query.
    var queryForm: FormParameters { FormParameters(decoding: uri.query ?? "") }

    /// The parameters of a form body of 64 KiB at most; `nil` where the body is no form.
    func bodyForm() async throws -> FormParameters? {
        let type = headers[.contentType]?.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
        guard type == "application/x-www-form-urlencoded" else { return nil }
        let body = try await body.collect(upTo: 64 * 1024)
        return FormParameters(decoding: String(buffer: body))
    }
}
