import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A session whose endpoint's file cannot be used, or whose row is damaged")
struct LostEndpointTests {
    private func bench() async throws -> KeeperBench { try await KeeperBench([Sample.record()], endpoints: []) }

    @Test("is seen with the reason, renewed with what its record says, and handed out")
    func goesOn() async throws {
        let bench = try await bench()
        let shown = try #require(await bench.snapshot())
        #expect(shown.state == .live && shown.reason?.contains("there is no endpoint") == true)
        try await bench.keeper.refresh(Sample.id)
        #expect(try await bench.token() == "access-1")
        try await bench.keeper.load(only: Sample.id)
        #expect(try await bench.token() == "access-1")
    }

    @Test("is revoked and signed out, and then nothing is left of it")
    func signedOut() async throws {
        let bench = try await bench()
        try await bench.keeper.signOut(Sample.id)
        #expect(await bench.keeper.snapshots().isEmpty)
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("is removed with its endpoint")
    func removed() async throws {
        let bench = try await bench()
        try await bench.keeper.removeEndpoint(named: Sample.id.endpoint)
        #expect(await bench.keeper.snapshots().isEmpty)
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("is not signed in to again without the file")
    func noSignIn() async throws {
        let bench = try await bench()
        #expect(await bench.refusal { _ = try await bench.keeper.beginSignIn(bench.plan()) } == .notFound)
        try await bench.keeper.add(Sample.endpoint())
        #expect(await bench.snapshot()?.reason == nil)
        _ = try await bench.keeper.beginSignIn(bench.plan())
    }

    @Test("of a copied vault is handed out while it is valid, and not renewed before a person decides")
    func copied() async throws {
        var record = try Sample.record()
        record.details.copiedAt = Sample.start
        let bench = try await KeeperBench([record])
        await bench.keeper.start()
        #expect(try await bench.token() == "access-0")
        #expect(await bench.snapshot()?.reason?.contains("stoke vault accept") == true)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .unsafe)
        bench.clock.advance(by: 3_600)
        #expect(await bench.refusal { _ = try await bench.token() } == .unsafe)
        #expect(bench.client.refreshTokensSent.isEmpty)
    }
}
