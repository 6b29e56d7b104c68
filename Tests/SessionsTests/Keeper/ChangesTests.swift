import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("What the keeper tells, and its end")
struct ChangesTests {
    @Test("Every change is told to every listener, in order")
    func everyChange() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let streams = [await bench.keeper.changes(), await bench.keeper.changes()]
        try await bench.keeper.refresh(Sample.id)
        _ = try await bench.keeper.signOut(Sample.id)
        await bench.keeper.finish()
        for stream in streams {
            var told: [String] = []
            for await change in stream { told.append(change.word) }
            #expect(told == ["live, renewing", "renewed", "live", "signedOut", "signed-out"])
        }
    }

    @Test("What leaves the list and what comes onto it is told")
    func comingAndGoing() async throws {
        let bench = try await KeeperBench()
        let stream = await bench.keeper.changes()
        let pending = try await bench.keeper.beginSignIn(bench.plan(SessionID(endpoint: "lab", label: "ann")))
        await bench.keeper.cancelSignIn(pending.id)
        await bench.keeper.finish()
        var told: [String] = []
        for await change in stream { told.append(change.word) }
        #expect(told == ["removed lab", "signing-in", "signed-out", "removed lab:ann", "signed-out"])
    }

    @Test("Loading sends nothing, and tells of nothing that has to be done")
    func loadingSendsNothing() async throws {
        let bench = try await KeeperBench([Sample.record()], marks: [Sample.id: Sample.start], at: Sample.after(9_000))
        #expect(bench.client.calls.isEmpty)
        #expect(bench.journal.entries.isEmpty)
        #expect(bench.clock.armedEver == 0)
    }

    @Test("Loading again keeps what is held, also what no vault keeps")
    func loadingAgain() async throws {
        let bench = try await KeeperBench([Sample.record()])
        try await bench.keeper.refresh(Sample.id)
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("a refresh is at the server") { bench.client.refreshes.held == 1 }
        try await bench.keeper.load()
        bench.client.refreshes.open()
        try await refresh.value
        #expect(try await bench.token() == "access-2")
    }

    @Test("Records of endpoints that are configured no more are left alone")
    func orphans() async throws {
        let orphan = SessionID(endpoint: "gone")
        let bench = try await KeeperBench([Sample.record(orphan)])
        #expect(await bench.keeper.snapshots().map(\.id) == [Sample.id])
        #expect(bench.store.record(of: orphan) != nil)
    }

    @Test("Ending waits for the refresh in flight, stores its answer, and ends the streams")
    func ending() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        await bench.keeper.start()
        let stream = await bench.keeper.changes()
        bench.client.refreshes.close()
        try await until("the refresh is at the server") { bench.client.refreshTokensSent.count == 1 }
        let finish = Task.immediate { await bench.keeper.finish() }
        await bench.hasTakenWhatWasAsked()
        #expect(bench.clock.armed.isEmpty && bench.clock.watchCount == 0)
        bench.client.refreshes.open()
        _ = await finish.value
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        for await _ in stream {}
        for await _ in await bench.keeper.changes() { Issue.record("an ended keeper tells nothing") }
    }

    @Test("Ending cancels the sign-ins that wait")
    func endingCancelsSignIns() async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let waiting = Task.immediate { try await bench.keeper.finishSignIn(pending.id) }
        await bench.hasTakenWhatWasAsked()
        await bench.keeper.finish()
        await #expect(throws: KeeperError.self) { try await waiting.value }
        #expect(receiver.isClosed)
    }
}

extension KeeperChange {
    fileprivate var word: String {
        switch self {
        case .session(let snapshot): snapshot.state.rawValue + (snapshot.isRefreshing ? ", renewing" : "")
        case .removed(let id): "removed \(id)"
        case .logged(let entry): entry.kind.rawValue
        }
    }
}
