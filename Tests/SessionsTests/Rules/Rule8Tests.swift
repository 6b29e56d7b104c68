import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Warnings before a lapse")
struct Rule8Tests {
    private static let day: TimeInterval = 86_400

    private func session(lapsingAfter seconds: TimeInterval, lifetime: TimeInterval) throws -> Session {
        Session.accepted(
            try Sample.record(
                of: Sample.response(lifetime: lifetime, refreshDeadline: .at(Sample.after(seconds)))))
    }

    /// Lives through a session to its lapse, renewing with `response`, and returns its warnings as seconds before the lapse.
    private func warnings(
        of session: inout Session, until end: Date, renewing response: (Int, Date) -> TokenResponse
    ) throws -> [String] {
        var said: [String] = []
        var number = 0
        var clock = Sample.start
        while let now = session.nextDeadline(at: clock), now < end {
            try #require(now > clock, "what was due is still due")
            var effects = session.handle(.timePassed, at: now)
            if effects.contains(.requestTokens) {
                number += 1
                effects += session.handle(.refreshed(response(number, now)), at: now)
            }
            if effects.logs(.lapseNear) {
                let lapse = session.lapsesAt?.timeIntervalSince(now) ?? 0
                said.append("\(effects.messages.first { $0.hasPrefix("lapses") } ?? "") at \(Int(lapse.rounded()))")
            }
            clock = now
        }
        return said
    }

    @Test("Rule 8: a lapse is warned of 24 hours, an hour and 10 minutes ahead, once each, however often it is renewed")
    func onceEach() throws {
        let lapse = Sample.after(3 * Self.day)
        var session = try session(lapsingAfter: 3 * Self.day, lifetime: 1_000)
        let said = try warnings(of: &session, until: lapse.addingTimeInterval(2_000)) { number, now in
            Sample.response(
                number: number, lifetime: 1_000,
                // The same deadline, sent as whole seconds that are left.
                refreshDeadline: .after(lapse.timeIntervalSince(now).rounded(.down)))
        }
        #expect(
            said == [
                "lapses in less than 24 hours at 86400", "lapses in less than an hour at 3600",
                "lapses in less than 10 minutes at 600",
            ])
    }

    @Test(
        "Rule 8: a deadline that has to be asked for after each renewal is warned of once too",
        arguments: [false, true])
    func askedFor(movesAway: Bool) throws {
        var record = try Sample.record(of: Sample.response(lifetime: 1_000, refreshDeadline: .after(3_700)))
        record.details.introspectionEndpoint = "https://auth.example.org/introspect"
        var session = Session.accepted(record)
        var warnings: [String] = []
        for number in 1...3 {
            let now = Sample.after(Double(number) * 900)
            warnings += session.handle(.timePassed, at: now.addingTimeInterval(-1)).messages
            let effects = session.refresh(.refreshed(Sample.response(number: number, lifetime: 1_000)), at: now)
            #expect(effects.words == "post store log(renewed) ask")
            #expect(session.lapsesAt == nil)
            let deadline = Sample.after(3_700 + (movesAway ? Double(number) * 900 : 0))
            let early = session.handle(.refreshDeadlineTold(deadline, of: Redacted("refresh-\(number - 1)")), at: now)
            #expect(early.isEmpty && session.lapsesAt == nil, "that token is no longer the one held")
            #expect(
                session.handle(.refreshDeadlineTold(deadline, of: Redacted("refresh-\(number)")), at: now).stored != nil
            )
            #expect(session.lapsesAt == deadline)
        }
        #expect(warnings.filter { $0.hasPrefix("lapses") } == ["lapses in less than an hour"])
    }

    @Test("Rule 8: a session that each renewal gives more time does not nag")
    func neverNags() throws {
        var session = try session(lapsingAfter: 3_700, lifetime: 3_600)
        let said = try warnings(of: &session, until: Sample.after(30 * Self.day)) { number, _ in
            Sample.response(number: number, lifetime: 3_600, refreshDeadline: .after(3_700))
        }
        #expect(
            said == ["lapses in less than an hour at 3600", "lapses in less than 10 minutes at 600"],
            "before the first renewal nobody knows; after it there is none")
    }

    @Test("Rule 8: it warns where those renewals fail")
    func warnsWhereRenewalsFail() throws {
        var session = try session(lapsingAfter: 3_700, lifetime: 3_600)
        _ = session.refresh(
            .refreshed(Sample.response(number: 1, refreshDeadline: .after(3_700))), at: Sample.after(1_000))
        #expect(session.handle(.timePassed, at: Sample.after(4_200)).logs(.lapseNear) == false)
        #expect(session.handle(.timePassed, at: Sample.after(4_240)).words == "post")
        _ = session.handle(.refreshFailed(Sample.unavailable), at: Sample.after(4_300))
        #expect(session.handle(.timePassed, at: Sample.after(4_300)).logs(.lapseNear))
    }

    @Test("Rule 8: what was slept through is warned of once, by the nearest")
    func sleptThrough() throws {
        var session = try session(lapsingAfter: 3 * Self.day, lifetime: 3 * Self.day)
        let effects = session.handle(.timePassed, at: Sample.after(3 * Self.day - 500))
        #expect(effects.messages == ["lapses in less than 10 minutes"])
        #expect(effects.stored?.details.warnedBeforeLapse == [86_400, 3_600, 600])
    }

    @Test("Rule 8: a warning given is not given again after a restart")
    func notAfterRestart() throws {
        var session = try session(lapsingAfter: 3 * Self.day, lifetime: 3 * Self.day)
        let stored = session.handle(.timePassed, at: Sample.after(2 * Self.day)).stored
        var next = Session(id: Sample.id)
        _ = next.handle(.loaded(stored, markedAt: nil), at: Sample.after(2 * Self.day + 10))
        #expect(!next.handle(.timePassed, at: Sample.after(2 * Self.day + 20)).logs(.lapseNear))
    }

    @Test("Rule 8: a deadline shorter than a warning is not warned of by it")
    func shortDeadlines() throws {
        let alone = try Sample.record(access: .none, of: Sample.response(refreshToken: nil))
        var session = Session.accepted(alone)
        #expect(!session.handle(.timePassed, at: Sample.after(1)).logs(.lapseNear))
        #expect(session.nextDeadline(at: Sample.after(1)) == Sample.after(3_000))
        #expect(session.handle(.timePassed, at: Sample.after(3_000)).messages == ["lapses in less than 10 minutes"])
        #expect(session.handle(.timePassed, at: Sample.after(3_001)).isEmpty)
    }

    @Test("Rule 8: a warning due while an answer is awaited is given then, and leaves no deadline behind")
    func whileAwaiting() throws {
        var session = try session(lapsingAfter: 2 * Self.day, lifetime: 2 * Self.day)
        _ = session.handle(.refreshRequested(byPerson: true), at: Sample.after(Self.day - 1))
        #expect(session.handle(.timePassed, at: Sample.after(Self.day)).words == "details log(lapseNear)")
        let next = try #require(session.nextDeadline(at: Sample.after(Self.day)))
        #expect(next > Sample.after(Self.day))
    }
}
