import AuthCore
import Foundation
import Records
import SMART
import Sandbox
import Sessions
import Testing

@Suite("Single flight", .timeLimit(.minutes(5)))
struct SingleFlightTests {
    @Test("1,000 callers of one expired session cost exactly one token request at the sandbox")
    func oneRequest() async throws {
        // Slow enough that every caller comes while the request is under way.
        let options = SandboxOptions(faults: [FaultRule(.slow(0.5), on: .refresh)])
        try await TestSandbox.with(options) { sandbox in
            let keeper = try await expiredSession(at: sandbox)
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for caller in 1...1_000 {
                    group.addTask {
                        try await keeper.accessToken(
                            for: SessionID(endpoint: "busy"), minimumValidity: 0, program: "caller \(caller)"
                        ).token.reveal()
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(tokens.count == 1)
            #expect(await sandbox.running.control.tokenRequests(grantType: "refresh_token") == 1)
            await keeper.finish()
        }
    }

    /// A keeper with one session that was signed in to an hour ago, by its clock.
    private func expiredSession(at sandbox: TestSandbox) async throws -> LocalKeeper {
        let store = MemorySessionStore()
        let baseURL = try FHIRBaseURL(sandbox.running.baseURL)
        let endpoints = MemoryEndpoints([Endpoint(name: "busy", baseURL: baseURL, client: Endpoint.Client(id: "test"))])
        let client = HTTPAuthClient(transport: sandbox.transport)
        let keeper = LocalKeeper(store: .open(store), endpoints: endpoints, client: client)
        try await keeper.load()
        let pending = try await keeper.beginSignIn(
            SignInPlan(
                session: SessionID(endpoint: "busy"), access: .offline, scopes: "launch/patient patient/*.rs"))
        try await keeper.paste(sandbox.visit(pending.address), into: pending.id)
        _ = try await keeper.finishSignIn(pending.id)
        for var record in store.sessions().map(\.record) {
            record.details.accessReceivedAt -= 3_600
            record.details.accessExpiresAt -= 3_600
            store.commit([.save(record)])
        }
        await keeper.finish()
        let later = LocalKeeper(store: .open(store), endpoints: endpoints, client: client)
        try await later.load()
        return later
    }
}
