import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("What the disk does not take")
struct UnsavedTests {
    @Test("Nothing is told as renewed before it is durable, and it is shown why")
    func notToldBefore() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let changes = await bench.keeper.changes()
        bench.store.refuse([.save])
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .failed)
        let shown = try #require(await bench.snapshot())
        #expect(shown.isRefreshing && shown.reason?.contains("not stored yet") == true)
        #expect(await bench.keeper.storeTheRest().first?.contains("no space left") == true)
        bench.store.refuse([])
        #expect(await bench.keeper.storeTheRest().isEmpty)
        #expect(await bench.snapshot()?.isRefreshing == false)
        await bench.keeper.finish()
        var told: [LogEntry.Kind] = []
        for await case .logged(let entry) in changes { told.append(entry.kind) }
        #expect(told == [.renewalFailed, .renewed])
        #expect(await bench.keeper.log(last: 5).map(\.kind) == [.renewed])
    }

    @Test("What is safe beside the store is told, handed out, and moved into the store before it is sent")
    func aside() async throws {
        let bench = try await KeeperBench([Sample.record()], aside: true)
        bench.store.refuse([.save, .append])
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.store.recordAside(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        #expect(try await bench.token() == "access-1")
        #expect(await bench.keeper.storeTheRest().isEmpty, "it may end now")
        // Its mark stands: it tells the old token from a spent one.
        #expect(try bench.store.rotationMarks()[Sample.id] != nil)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } != nil)
        #expect(bench.client.refreshTokensSent == ["refresh-0"])

        bench.store.refuse([])
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.client.refreshTokensSent == ["refresh-0", "refresh-1"])
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-2"))
    }

    @Test("What is beside the store moves into it by itself once the disk takes it")
    func movesByItself() async throws {
        let bench = try await KeeperBench([Sample.record()], aside: true)
        await bench.keeper.start()
        bench.store.refuse([.save])
        try await bench.keeper.refresh(Sample.id)
        bench.store.refuse([])
        bench.clock.advance(by: 10)
        try await until("it is stored") { bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1") }
        #expect(try bench.store.rotationMarks().isEmpty)
    }

    @Test("Signing out forgets what was not stored")
    func signedOut() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.save])
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        bench.store.refuse([])
        try await bench.keeper.signOut(Sample.id)
        #expect(await bench.keeper.storeTheRest().isEmpty)
        #expect(bench.store.record(of: Sample.id) == nil)
    }
}
