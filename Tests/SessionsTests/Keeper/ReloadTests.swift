import Records
import SMART
import Sessions
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
}
