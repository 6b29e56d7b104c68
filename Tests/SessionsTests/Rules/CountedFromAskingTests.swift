import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Lifetimes count from asking, and no clock ends what no server ended")
struct CountedFromAskingTests {
    @Test("Rule 7: the answer to a renewal that is late brings tokens as old as the request")
    func lateRenewal() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let response = Sample.response(number: 1, lifetime: 20, refreshDeadline: .after(100))
        bench.client.script { $0.refreshes = [.success(response)] }
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        bench.clock.advance(by: 14)
        bench.client.refreshes.open()
        try await refresh.value
        let snapshot = try #require(await bench.snapshot())
        #expect(snapshot.accessExpiresAt == Sample.after(20))
        #expect(snapshot.refreshExpiresAt == Sample.after(100))
        #expect(snapshot.lastRefreshAt == Sample.after(14))
    }

    @Test("Rule 7: so at sign-in too")
    func lateSignIn() async throws {
        let bench = try await KeeperBench()
        bench.client.script { $0.exchange = .success(Sample.response(lifetime: 20, refreshDeadline: .after(100))) }
        bench.client.exchanges.close()
        let signIn = Task { try await bench.signIn() }
        try await until("the code is at the server") { bench.client.exchanges.held == 1 }
        bench.clock.advance(by: 14)
        bench.client.exchanges.open()
        let snapshot = try await signIn.value
        #expect(snapshot.accessExpiresAt == Sample.after(20))
        #expect(snapshot.refreshExpiresAt == Sample.after(100))
    }

    @Test("Rule 6: tokens of a second or less are renewed every 5 s, and it is said", arguments: [1, 0.5, 0.001])
    func uselessLifetime(lifetime: TimeInterval) throws {
        var session = Session.accepted(try Sample.record(of: Sample.response(lifetime: lifetime)))
        var now = Sample.start
        for number in 1...10 {
            let due = try #require(session.nextRefresh(at: now))
            #expect(due.timeIntervalSince(now) == 5)
            #expect(session.snapshot(of: try Sample.endpoint(), at: now).reason?.contains("every 5 s") == true)
            now = due
            #expect(session.handle(.timePassed, at: now).words == "post")
            _ = session.handle(.refreshed(Sample.response(number: number, lifetime: lifetime)), at: now)
        }
        #expect(session.handle(.refreshRequested(byPerson: false), at: now).words == "post", "a program need not wait")
    }

    @Test(
        "Rule 7: a clock that was a year ahead for a moment ends nothing, in the same process and in the next",
        arguments: [nil, ""])
    func yearAhead(refreshToken: String?) async throws {
        let record = try Sample.record(
            of: Sample.response(refreshToken: refreshToken, refreshDeadline: .after(7_200)))
        let year: TimeInterval = 365 * 86_400
        let bench = try await KeeperBench([record], at: Sample.after(year))
        bench.client.script { $0.refreshes = [.failure(Sample.unavailable)] }
        _ = await bench.refusal { _ = try await bench.token() }
        #expect(await bench.state() == .lapsed)

        let later = try await KeeperBench(bench.store.records(), at: Sample.after(60))
        #expect(await later.state() == .live, "seen by looking")
        #expect(await later.snapshot()?.reason?.contains("ran out") != true)
        #expect(try await later.token() == "access-0")

        bench.clock.step(to: Sample.after(60))
        #expect(try await bench.token() == "access-0")
        #expect(bench.store.record(of: Sample.id)?.details.ending == nil)
    }

    @Test("Rule 7: what a server has refused stays so, whatever the clock does")
    func refusedStaysSo() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_000))
        bench.client.script { $0.refreshes = [.failure(Sample.grantRefused)] }
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        bench.clock.step(to: Sample.after(60))
        #expect(await bench.state() == .lapsed)
    }

    @Test("Rule 7: a deadline told in seconds while the clock was behind ends nothing once it is right")
    func clockBehind() throws {
        var session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(86_400))))
        let behind = Sample.after(-365 * 86_400)
        #expect(session.handle(.timePassed, at: behind).words == "post")
        let response = Sample.response(number: 1, refreshDeadline: .after(86_400))
        _ = session.handle(.refreshed(response, askedAt: behind), at: behind)
        #expect(session.handle(.timePassed, at: Sample.after(60)).words == "post")
        #expect(session.state(at: Sample.after(60)) == .stale)
    }

    @Test(
        "Rule 1: a deadline that only the clock has passed does not keep a person, or a program, from asking the server"
    )
    func askedAllTheSame() async throws {
        let record = try Sample.record(of: Sample.response(refreshDeadline: .after(7_200)))
        let bench = try await KeeperBench([record], at: Sample.after(9_000))
        await bench.keeper.start()
        try await until("it lapses") { await bench.state() == .lapsed }
        #expect(bench.client.calls.isEmpty)
        #expect(try await bench.token() == "access-1")
        #expect(await bench.state() == .live)
    }

    @Test("A command that renews once keeps the deadline that the server tells on asking")
    func introspectedInOneShot() async throws {
        var record = try Sample.record(of: Sample.response(refreshDeadline: .after(7_200)))
        record.details.introspectionEndpoint = "https://auth.example.org/introspect"
        let bench = try await KeeperBench([record])
        var answer = IntrospectionResponse(isActive: true)
        answer.expiresAt = Sample.after(9_000)
        bench.client.script { [answer] in $0.introspection = answer }
        bench.client.introspections.close()
        try await bench.keeper.refresh(Sample.id)
        let ending = Task { await bench.keeper.finish() }
        try await until("it ends") { await bench.keeper.isFinishing }
        bench.client.introspections.open()
        _ = await ending.value
        #expect(bench.store.record(of: Sample.id)?.details.refreshExpiresAt == Sample.after(9_000))
    }
}
