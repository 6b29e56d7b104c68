import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("What failed, since when, and until when to wait, is part of the record")
struct TroubleTests {
    /// The next process over the same store, as much later as it takes.
    private func next(after bench: KeeperBench, in seconds: TimeInterval) async throws -> KeeperBench {
        await bench.keeper.finish()
        return try await KeeperBench(
            bench.store.records(), marks: bench.store.rotationMarks(),
            at: bench.clock.now.addingTimeInterval(seconds))
    }

    /// A keeper whose one renewal so far has failed, an hour after the sign-in.
    private func failed(_ failures: AuthFailure...) async throws -> KeeperBench {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.script { $0.refreshes = failures.map { .failure($0) } }
        for _ in failures { _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) } }
        return bench
    }

    @Test(
        "Rule 1: a Retry-After holds in the next process, for programs and by itself; the person's wish does not wait")
    func retryAfter() async throws {
        let first = try await failed(Sample.failure(.passing(retryAfter: 3_600)))
        let second = try await next(after: first, in: 60)
        await second.keeper.start()
        for _ in 1...3 { #expect(await second.refusal { _ = try await second.token() } == .unavailable) }
        #expect(second.client.calls.isEmpty)
        #expect(await second.state() == .stale)
        #expect(await second.snapshot()?.nextRefreshAt == Sample.after(7_200))
        #expect(await second.snapshot()?.reason == "it did not work")

        let third = try await next(after: second, in: 60)
        try await third.keeper.refresh(Sample.id)
        #expect(third.store.record(of: Sample.id)?.details.trouble == nil)
        #expect(try await third.token() == "access-1")
    }

    @Test("Rule 1: a job that is told to wait hears for how long, and since when it has failed")
    func isTold() async throws {
        let bench = try await failed(Sample.unavailable, Sample.failure(.passing(retryAfter: 3_600)))
        let refusal = await #expect(throws: KeeperError.self) { _ = try await bench.token() }
        #expect(refusal?.message.contains("try again in 60 min") == true)
        #expect(refusal?.message.contains("since \(Sample.after(3_600).formatted(.iso8601))") == true)
    }

    @Test("Rule 1: patience with unexplained refusals counts over processes")
    func patience() async throws {
        let first = try await failed(Sample.unexplained)
        let second = try await next(after: first, in: 400)
        second.client.script { $0.refreshes = [.failure(Sample.unexplained)] }
        #expect(await second.refusal { _ = try await second.token() } == .signInNeeded)
        let third = try await next(after: second, in: 1_800)
        #expect(await third.refusal { _ = try await third.token() } == .signInNeeded)
        #expect(third.client.calls.isEmpty, "an hour has not passed")
        #expect(third.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-0"))
    }

    @Test("Rule 1: a refused client is asked again by itself with growing pauses, also by the next process")
    func refusedClient() async throws {
        var session = Session.accepted(try Sample.record())
        var now = Sample.after(60)
        var pauses: [TimeInterval] = []
        _ = session.handle(.refreshRequested(byPerson: true), at: now)
        for _ in 1...10 {
            _ = session.handle(.refreshFailed(Sample.clientRefused), at: now)
            let due = try #require(session.nextDeadline(at: now))
            #expect(session.handle(.refreshRequested(byPerson: false), at: now).isEmpty)
            pauses.append(due.timeIntervalSince(now))
            now = due
            #expect(session.handle(.timePassed, at: now).words == "post")
        }
        #expect(pauses == [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        _ = session.handle(.refreshed(Sample.response(number: 1)), at: now)
        #expect(session.state(at: now) == .live)

        let first = try await failed(Sample.clientRefused)
        let second = try await next(after: first, in: 1)
        #expect(await second.state() == .misconfigured)
        #expect(await second.refusal { _ = try await second.token() } == .refused)
        #expect(second.client.calls.isEmpty)
        await second.keeper.start()
        second.clock.advance(by: 15)
        try await until("it is live again") { await second.state() == .live }
    }

    @Test(
        "Rule 1: a Retry-After beyond the refresh token's own end gets one try before it", arguments: [40, 600, 3_000])
    func lastChance(left: TimeInterval) throws {
        var session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(left))))
        let failure = Sample.failure(.passing(retryAfter: 3_600))
        _ = session.refresh(.refreshFailed(failure), at: Sample.start)
        let chance = try #require(session.nextRefresh(at: Sample.start))
        #expect(chance < Sample.after(left) && chance > Sample.after(left / 2))
        #expect(session.handle(.timePassed, at: chance).words.contains("post"))
        _ = session.handle(.refreshFailed(failure), at: chance)
        #expect(try #require(session.nextRefresh(at: chance)) > Sample.after(left), "once")
    }

    @Test("What did not leave this machine is nothing that the next process has to know")
    func notSent() async throws {
        let first = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        first.store.refuse([.mark])
        #expect(await first.refusal { _ = try await first.token() } == .unavailable)
        let second = try await next(after: first, in: 0)
        #expect(try await second.token() == "access-1")
    }
}
