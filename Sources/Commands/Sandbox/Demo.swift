import AuthCore
import Foundation
import Records
import SMART
import Sandbox
import Sessions

/// The demo's world: an embedded sandbox, a keeper in memory, and people who sign in by real requests.
struct Demo: Sendable {
    let keeper: LocalKeeper
    private let sandbox: RunningSandbox
    private let transport: AsyncHTTPTransport

    static func start() async throws -> Demo {
        let sandbox = try await RunningSandbox.start(SandboxOptions())
        let transport = try AsyncHTTPTransport()
        let keeper = LocalKeeper(
            store: .open(MemorySessionStore()),
            endpoints: MemoryEndpoints(try endpoints(at: FHIRBaseURL(sandbox.baseURL))),
            client: HTTPAuthClient(transport: transport))
        try await keeper.load()
        await keeper.start()
        return Demo(keeper: keeper, sandbox: sandbox, transport: transport)
    }

    private static func endpoints(at baseURL: FHIRBaseURL) -> [Endpoint] {
        DemoRole.all.filter { $0.session.label == nil }.map {
            Endpoint(
                name: $0.session.endpoint, baseURL: baseURL, client: Endpoint.Client(id: $0.clientID),
                scopes: $0.scopes, access: $0.access)
        }
    }

    /// Brings every session into its state, one after the other, while the screen is already there.
    func play() async throws {
        for role in DemoRole.all { try await play(role) }
    }

    func stop() async {
        await sandbox.stop()
        await transport.shutdown()
    }

    private func play(_ role: DemoRole) async throws {
        let control = sandbox.control
        let everyday = TokenLifetimes(access: 300, refresh: 24 * 60 * 60)
        switch role.fate {
        case .neverSignedIn:
            await control.setLifetimes(everyday, forClient: role.clientID)
            return
        case .meets(let fault):
            await control.addFault(FaultRule(fault, on: .refresh, client: role.clientID))
        case .isCutOff:
            await control.addFault(FaultRule(.dropAfter, on: .refresh, client: role.clientID, times: 1))
        case .renewed, .lapsesAtOnce: break
        }
        await control.setLifetimes(role.lifetimes, forClient: role.clientID)
        try await signIn(as: role)
        switch role.fate {
        case .lapsesAtOnce:
            for grant in await control.grants where grant.client == role.clientID {
                await control.lapse(grant: grant.id)
            }
            fallthrough
        case .isCutOff:
            // Signing in again is to bring an everyday session.
            await control.setLifetimes(everyday, forClient: role.clientID)
        case .neverSignedIn, .renewed, .meets: break
        }
    }

    private func signIn(as role: DemoRole) async throws {
        let pending = try await keeper.beginSignIn(
            SignInPlan(session: role.session, access: role.access, scopes: role.scopes))
        let visitor = SandboxVisitor(user: role.user, refusing: role.refused, over: transport)
        try await keeper.paste(visitor.visit(pending.address), into: pending.id)
        _ = try await keeper.finishSignIn(pending.id)
    }
}
