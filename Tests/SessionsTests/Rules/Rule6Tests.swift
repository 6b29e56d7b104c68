import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Ahead of expiry, with backoff, four to a host")
struct Rule6Tests {
    @Test(
        "Rule 6: the lead is a tenth of the lifetime, at least a minute, at most half",
        arguments: [
            (0, 0), (2, 1), (60, 30), (100, 50), (120, 60), (300, 60), (600, 60), (601, 60.1), (3_600, 360),
            (86_400, 8_640),
        ] as [(TimeInterval, TimeInterval)])
    func lead(lifetime: TimeInterval, lead: TimeInterval) {
        #expect(abs(RefreshTiming.lead(forLifetime: lifetime) - lead) < 0.001)
    }

    @Test("Rule 6: jitter makes a renewal up to a tenth of the lead earlier, never later", arguments: [0, 0.25, 1])
    func jitterOfRenewal(jitter: Double) {
        let renewal = RefreshTiming.renewal(received: Sample.start, expiry: Sample.after(3_600), jitter: jitter)
        #expect(renewal == Sample.after(3_600 - 360 * (1 + jitter / 10)))
    }

    @Test(
        "Rule 6: backoff doubles from 1 s to 5 minutes",
        arguments: zip(1...12, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300] as [TimeInterval]))
    func backoff(failures: Int, pause: TimeInterval) {
        #expect(RefreshTiming.backoff(afterFailures: failures, retryAfter: nil, jitter: 0) == pause)
        #expect(RefreshTiming.backoff(afterFailures: failures, retryAfter: nil, jitter: 1) == pause * 0.8)
    }

    @Test("Rule 6: backoff has no failure count that traps", arguments: [Int.min, -1, 0, 64, Int.max])
    func backoffNeverTraps(failures: Int) {
        #expect((1...300).contains(RefreshTiming.backoff(afterFailures: failures, retryAfter: nil, jitter: 0)))
    }

    @Test(
        "Rule 6: Retry-After wins where it is longer, up to an hour",
        arguments: [(0, 4), (2, 4), (120, 120), (3_600, 3_600), (86_400, 3_600)] as [(TimeInterval, TimeInterval)])
    func retryAfter(seconds: TimeInterval, pause: TimeInterval) throws {
        #expect(RefreshTiming.backoff(afterFailures: 3, retryAfter: seconds, jitter: 0) == pause)
        var session = Session.accepted(try Sample.record())
        for _ in 1...2 { _ = session.refresh(.refreshFailed(Sample.unavailable), at: Sample.after(60)) }
        let failure = Sample.failure(.passing(retryAfter: seconds))
        _ = session.refresh(.refreshFailed(failure), at: Sample.after(60))
        #expect(session.nextRefresh(at: Sample.after(60)) == Sample.after(60 + pause))
    }

    @Test("Rule 6: a refresh deadline earlier than the access token's end is met")
    func earlyDeadline() throws {
        let session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(600))))
        #expect(session.nextRefresh(at: Sample.start) == Sample.after(540))
        let equal = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(3_600))))
        #expect(equal.nextRefresh(at: Sample.start) == Sample.after(3_240))
    }

    @Test("Rule 6: no pause outlasts the refresh token")
    func pausesLeaveTime() throws {
        var session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(3_600))))
        var now = Sample.after(3_240)
        var tries = 0
        while now < Sample.after(3_598) {
            _ = session.refresh(.refreshFailed(Sample.unavailable), at: now)
            let next = try #require(session.nextRefresh(at: now))
            #expect(next < Sample.after(3_600) && next > now)
            now = next
            tries += 1
        }
        #expect((9...20).contains(tries))
    }

    @Test("Rule 6: a server whose tokens end at once is not asked without pause")
    func tokensThatEndAtOnce() throws {
        let session = Session.accepted(try Sample.record(of: Sample.response(lifetime: 0.001)))
        #expect(try #require(session.nextRefresh(at: Sample.start)) >= Sample.after(0.5))
    }

    @Test("Rule 6: at most 4 refreshes are in flight to a host, and the others follow")
    func fourToAHost() async throws {
        let there = (1...10).map { SessionID(endpoint: "lab", label: "u\($0)") }
        let elsewhere = SessionID(endpoint: "lab", label: "elsewhere")
        let records =
            try there.map { try Sample.record($0) } + [
                Sample.record(elsewhere, tokenEndpoint: "https://other.example.org/token")
            ]
        let bench = try await KeeperBench(records, at: Sample.after(3_600))
        bench.client.refreshes.close()
        await bench.keeper.start()
        try await until("four and one are in flight") { bench.client.refreshes.held == 5 }
        #expect(bench.client.calls.filter(\.isToOther).count == 1)
        #expect(bench.journal.entries.filter { $0 == "mark" }.count == 5, "who waits for a turn is not marked")

        bench.client.refreshes.open()
        try await until("all are renewed") { await bench.keeper.snapshots().allSatisfy { $0.refreshCount == 1 } }
        #expect(bench.client.calls.count == 11)
    }

    @Test("Rule 6: however many hosts there are, only so many refreshes are in flight, and hosts take turns")
    func capOverAllHosts() async throws {
        let ids = (0..<200).map { SessionID(endpoint: "lab", label: "u\($0)") }
        let records = try ids.enumerated().map { number, id in
            // Half of them are at one host.
            let host = number < 100 ? "busy" : "quiet\(number)"
            return try Sample.record(id, tokenEndpoint: try ServerAddress("https://\(host).example.org/token"))
        }
        let bench = try await KeeperBench(
            records, marks: Dictionary(uniqueKeysWithValues: ids.map { ($0, Sample.start) }), at: Sample.after(3_600))
        bench.client.refreshes.close()
        await bench.keeper.start()
        try await until("all places are taken") { bench.client.refreshes.held == LocalKeeper.refreshesAtOnce }
        bench.client.refreshes.open()
        try await until("all are renewed") { await bench.keeper.snapshots().allSatisfy { $0.refreshCount == 1 } }
        #expect(bench.client.mostRefreshesAtOnce == LocalKeeper.refreshesAtOnce)
    }

    @Test("Rule 6: after a resume sessions that still have time are spread out, those that have none come first")
    func spreadAfterResume() async throws {
        let records = try (0..<200).map { number in
            try Sample.record(
                SessionID(endpoint: "lab", label: "u\(number)"),
                of: Sample.response(lifetime: number < 20 ? 3_000 : 3_600))
        }
        let bench = try await KeeperBench(records)
        await bench.keeper.start()
        bench.clock.step(to: Sample.after(3_300))
        try await until("the first are renewed") { bench.client.rotations == 20 + LocalKeeper.refreshesAtOnce }
        await bench.hasTakenWhatWasAsked()
        #expect(await bench.keeper.snapshots().filter { $0.refreshCount == 0 }.allSatisfy { $0.state == .live })
        bench.clock.advance(by: 30)
        try await until("more are") { bench.client.rotations > 60 }
        bench.clock.advance(by: 31)
        try await until("all are") { bench.client.rotations == 200 }
    }

    @Test("Rule 6: a running keeper renews by itself, again and again")
    func renewsByItself() async throws {
        let bench = try await KeeperBench([Sample.record()])
        await bench.keeper.start()
        for count in 1...5 {
            bench.clock.advance(by: 3_600)
            try await until("renewal \(count)") { await bench.snapshot()?.refreshCount == count }
        }
        #expect(bench.client.refreshTokensSent == (0..<5).map { "refresh-\($0)" })
    }

    @Test("Rule 6: a program's wish does not cut a pause short; the person's does")
    func pausesAreKept() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.script { $0.refreshes = [.failure(Sample.failure(.passing(retryAfter: 100)))] }
        for _ in 1...3 { #expect(await bench.refusal { _ = try await bench.token() } == .unavailable) }
        #expect(bench.client.refreshTokensSent.count == 1)
        #expect(await bench.state() == .stale)
        try await bench.keeper.refresh(Sample.id)
        #expect(try await bench.token() == "access-1")
    }
}

extension StubAuthClient.Call {
    fileprivate var isToOther: Bool {
        if case .refresh(_, "https://other.example.org/token", _, _) = self { true } else { false }
    }
}
