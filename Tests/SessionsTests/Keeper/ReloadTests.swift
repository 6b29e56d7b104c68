import AuthCore
import Records
import SMART
import Sessions
import TestSupport
import Testing

/// A person edits endpoint files while the keeper runs.
@Suite("Reading the endpoints again")
struct ReloadTests {
    @Test("An endpoint that was added elsewhere appears, one that was removed goes")
    func addedAndRemoved() async throws {
        let bench = try await KeeperBench()
        try bench.endpoints.add(Sample.endpoint("other"))
        bench.endpoints.remove("lab")
        #expect(try await bench.keeper.reloadEndpoints() == [])
        #expect(await bench.keeper.snapshots().map(\.id) == [SessionID(endpoint: "other")])
    }

    @Test("A session in use keeps its server, and the person is told why")
    func changedInUse() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.endpoints.remove("lab")
        try bench.endpoints.add(Sample.endpoint(baseURL: "https://elsewhere.example.org/r4"))
        let problems = try await bench.keeper.reloadEndpoints()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("lab: its server or client has changed") == true)
        #expect(try await bench.keeper.endpoint(named: "lab") == Sample.endpoint())
        #expect(try await bench.token() == "access-0")
        try await bench.keeper.signOut(Sample.id)
        #expect(try await bench.keeper.reloadEndpoints() == [])
        #expect(try await bench.keeper.endpoint(named: "lab").baseURL.text == "https://elsewhere.example.org/r4")
    }

    @Test("A session in use outlives its endpoint's file")
    func removedInUse() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.endpoints.remove("lab")
        #expect(try await bench.keeper.reloadEndpoints().first?.contains("its file is gone") == true)
        #expect(try await bench.token() == "access-0")
    }

    @Test("A session whose client the server refused is tried again with the client that is configured now")
    func mended() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.refreshes = [.failure(Sample.clientRefused)] }
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        #expect(await bench.state() == .misconfigured)
        bench.endpoints.remove("lab")
        try bench.endpoints.add(Sample.endpoint(authentication: .clientSecretPost))
        #expect(try await bench.keeper.reloadEndpoints() == [])
        #expect(await bench.state() == .live)
    }

    /// A keeper of one session whose client the server has refused.
    private func misconfigured(_ refreshes: [AuthFailure] = []) async throws -> KeeperBench {
        let bench = try await KeeperBench([Sample.record()])
        let failures = refreshes + [Sample.clientRefused]
        bench.client.script { $0.refreshes = failures.map { .failure($0) } }
        for _ in failures { _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) } }
        #expect(await bench.state() == .misconfigured)
        return bench
    }

    private func changeScopes(_ bench: KeeperBench) async throws {
        bench.endpoints.remove("lab")
        var endpoint = try Sample.endpoint()
        endpoint.scopes = "openid"
        try bench.endpoints.add(endpoint)
        #expect(try await bench.keeper.reloadEndpoints() == [])
    }

    @Test("The answer to a renewal that was under way is kept")
    func renewing() async throws {
        let bench = try await misconfigured()
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the renewal is at the server") { bench.client.refreshes.held == 1 }
        try await changeScopes(bench)
        #expect(await bench.snapshot()?.isRefreshing == true)
        bench.client.refreshes.open()
        try await refresh.value
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        #expect(try await bench.token() == "access-1")
    }

    @Test("What is unknown of an answer that was lost stays unknown")
    func answerLost() async throws {
        let bench = try await misconfigured([Sample.answerLost])
        try await changeScopes(bench)
        #expect(try bench.store.rotationMarks()[Sample.id] != nil)
        bench.client.script { $0.refreshes = [.failure(Sample.grantRefused)] }
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        #expect(await bench.state() == .interrupted)
    }

    @Test("A sign-in that is under way goes on")
    func signingIn() async throws {
        let bench = try await misconfigured()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await changeScopes(bench)
        #expect(await bench.state() == .signingIn)
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(try await bench.keeper.finishSignIn(pending.id).state == .live)
    }

    @Test("A sign-in goes on beside a session that the vault would not forget and that comes back")
    func broughtBack() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.remove])
        _ = try await bench.keeper.signOut(Sample.id)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        _ = try await bench.keeper.reloadEndpoints()
        #expect(await bench.state() == .signingIn)
        await bench.keeper.cancelSignIn(pending.id)
        #expect(await bench.state() == .live)
    }
}
