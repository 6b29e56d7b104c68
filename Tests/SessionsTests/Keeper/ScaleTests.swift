import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A keeper of thousands")
struct ScaleTests {
    private static let count = 5_000
    private static let hosts = 5

    private func records() throws -> [SessionRecord] {
        try (0..<Self.count).map { number in
            try Sample.record(
                SessionID(endpoint: "lab", label: "u\(number)"),
                tokenEndpoint: try ServerAddress("https://auth\(number % Self.hosts).example.org/token"))
        }
    }

    @Test("renews all that come due in one moment, four to a host, and stores many with one sync")
    func manyAreDue() async throws {
        let bench = try await KeeperBench(records(), at: Sample.after(3_600))
        await bench.keeper.start()
        try await until("all are renewed") { bench.client.rotations == Self.count }
        await bench.keeper.finish()
        #expect(try bench.store.records().allSatisfy { $0.details.refreshCount == 1 })
        #expect(bench.client.mostRefreshesAtOnce <= 4 * Self.hosts)
        #expect(bench.journal.entries.filter { $0 == "mark" }.count == Self.count)
        #expect(try bench.store.rotationMarks().isEmpty)
        // One for the mark and one for the pair would be twice as many as there are sessions.
        #expect(bench.store.commitCount < Self.count)
    }

    @Test("marks nobody at a step of the clock but whom it sends")
    func clockStep() async throws {
        let bench = try await KeeperBench(records())
        bench.client.refreshes.close()
        await bench.keeper.start()
        bench.clock.step(to: Sample.after(3_600))
        try await until("four are at each host") { bench.client.refreshes.held == 4 * Self.hosts }
        #expect(try bench.store.rotationMarks().count == 4 * Self.hosts)
        let ending = Task { await bench.keeper.finish() }
        try await until("it ends") { await bench.keeper.isFinishing }
        bench.client.refreshes.open()
        _ = await ending.value
        #expect(bench.client.refreshTokensSent.count == 4 * Self.hosts)
    }

    @Test("tells each session once when it is unlocked")
    func unlockTellsOnce() async throws {
        let records = try records()
        let bench = try await KeeperBench(records, locked: true)
        let changes = await bench.keeper.changes()
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        await bench.keeper.finish()
        var told: [SessionID: Int] = [:]
        for await case .session(let snapshot) in changes { told[snapshot.id, default: 0] += 1 }
        #expect(records.allSatisfy { told[$0.id] == 1 })
    }
}
