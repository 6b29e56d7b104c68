import Foundation
import Records
import SMART
import Testing

@testable import Sessions

@Suite("Expiry is wall-clock time")
struct Rule7Tests {
    @Test("Rule 7: without expires_in five minutes are assumed and the lifetime is unknown")
    func noLifetime() throws {
        let session = Session.accepted(try Sample.record(of: Sample.response(lifetime: nil)))
        let snapshot = session.snapshot(of: try Sample.endpoint(), at: Sample.start)
        #expect(snapshot.accessExpiresAt == Sample.after(300))
        #expect(!snapshot.accessLifetimeIsKnown)
        #expect(session.nextRefresh(at: Sample.start) == Sample.after(240))
    }

    @Test("Rule 7: a clock that steps over the expiry has the session renewed without delay")
    func stepForward() async throws {
        let bench = try await KeeperBench([Sample.record()])
        await bench.keeper.start()
        bench.clock.step(to: Sample.after(7_200))
        try await until("it is renewed") { await bench.snapshot()?.refreshCount == 1 }
        #expect(try await bench.token() == "access-1")
    }

    @Test("Rule 7: an expired token is never handed out, whatever the clock did and the timers missed")
    func neverHandedOut() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.refreshes = Array(repeating: .failure(Sample.unavailable), count: 9) }
        #expect(try await bench.token() == "access-0")
        bench.clock.advance(by: 3_600)
        #expect(await bench.refusal { _ = try await bench.token(validFor: 0) } == .unavailable)
        bench.clock.step(to: Sample.after(100_000))
        #expect(await bench.refusal { _ = try await bench.token(validFor: -9) } == .unavailable)
    }

    @Test("Rule 7: a clock set back to before the token came is not believed, and the token is renewed")
    func stepBack() async throws {
        let bench = try await KeeperBench([Sample.record()])
        await bench.keeper.start()
        bench.clock.step(to: Sample.after(-86_400))
        try await until("it is renewed") { await bench.snapshot()?.refreshCount == 1 }
        #expect(await bench.snapshot()?.accessExpiresAt == Sample.after(-86_400 + 3_600))
    }

    @Test("Rule 7: where that renewal fails the token is not handed out")
    func stepBackWithoutServer() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(-86_400))
        bench.client.script { $0.refreshes = [.failure(Sample.unavailable)] }
        #expect(await bench.refusal { _ = try await bench.token() } == .unavailable)
    }

    @Test("Rule 7: the small steps of a clock that is kept right change nothing")
    func smallSteps() throws {
        var session = Session.accepted(try Sample.record())
        #expect(session.handle(.timePassed, at: Sample.after(-2)).isEmpty)
    }

    @Test("Rule 7: a pause that the clock was set back in ends at once")
    func pauseAndStepBack() throws {
        var session = Session.accepted(try Sample.record())
        _ = session.refresh(.refreshFailed(Sample.unavailable), at: Sample.after(3_600))
        let back = Sample.after(600)
        #expect(session.nextRefresh(at: back) == back)
        #expect(session.handle(.refreshRequested(byPerson: false), at: back).words == "post")
    }

    @Test("Rule 7: a lapse that only a wrong clock called is taken back when the clock is right again")
    func wrongClock() async throws {
        let bench = try await KeeperBench([Sample.record(of: Sample.response(refreshDeadline: .after(7_200)))])
        bench.client.script { $0.refreshes = [.failure(Sample.unavailable)] }
        bench.clock.step(to: Sample.after(1_000_000))
        await bench.keeper.start()
        try await until("it lapses") { await bench.state() == .lapsed }
        #expect(bench.client.calls.isEmpty)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-0"), "no server has refused it")

        bench.clock.step(to: Sample.after(3_600))
        try await until("it was tried again") { await bench.snapshot()?.lastError != nil }
        bench.clock.advance(by: 1)
        try await until("it is back") { await bench.state() == .live }
    }
}
