import AuthCore
import Foundation
import Records
import SMART
import Sandbox
import Sessions

/// The demo's world: an embedded sandbox, a keeper in memory, and people who sign in by real requests.
///
/// Nothing of it is pretended: states come about as they would at a real server, by lifetimes and faults.
struct Demo: Sendable {
    /// Over a store in memory; it renews from the start.
    let keeper: LocalKeeper
    private let sandbox: RunningSandbox
    private let transport: AsyncHTTPTransport

    /// Starts the sandbox on a free port and the keeper over it; nobody has signed in yet.
    ///
    /// - Throws: where the sandbox cannot listen on this machine.
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

    /// One endpoint a role without a label; a labelled role is a second session at one of them.
    private static func endpoints(at baseURL: FHIRBaseURL) -> [Endpoint] {
        DemoRole.all.filter { $0.session.label == nil }.map {
            Endpoint(
                name: $0.session.endpoint, baseURL: baseURL, client: Endpoint.Client(id: $0.clientID),
                scopes: $0.scopes, access: $0.access)
        }
    }

    /// Brings every session into its state, one after the other, while the screen is already there.
    ///
    /// - Throws: what a sign-in fails on; `CancellationError` where the person leaves before all have come.
    func play() async throws {
        for role in DemoRole.all { try await play(role) }
    }

    /// Ends the sandbox and what it holds.
    ///
    /// The keeper is finished before, so that no renewal goes unanswered.
    func stop() async {
        await sandbox.stop()
        await transport.shutdown()
    }

    /// Prepares the sandbox for one role's fate, signs in, and lets it take its course.
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

    /// Signs in as a person would, with a visitor in the place of the browser and the redirect pasted back.
    private func signIn(as role: DemoRole) async throws {
        let pending = try await keeper.beginSignIn(
            SignInPlan(session: role.session, access: role.access, scopes: role.scopes))
        let visitor = SandboxVisitor(user: role.user, refusing: role.refused, over: transport)
        try await keeper.paste(visitor.visit(pending.address), into: pending.id)
        _ = try await keeper.finishSignIn(pending.id)
    }
}
