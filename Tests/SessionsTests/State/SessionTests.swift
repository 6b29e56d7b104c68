import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("The session state machine")
struct SessionTests {
    @Test("Every state takes every event as the table says", arguments: Situation.allCases, Occasion.allCases)
    func everyStateTakesEveryEvent(situation: Situation, occasion: Occasion) throws {
        var session = try situation.session()
        let now = situation.now
        #expect(session.state(at: now) == situation.state)

        let effects = try session.handle(occasion.event(at: now), at: now)

        let outcome = ([session.state(at: now).rawValue] + [effects.words]).filter { !$0.isEmpty }.joined(
            separator: " ")
        #expect(outcome == SessionTable.consequence(of: occasion, in: situation) ?? situation.state.rawValue)
    }

    @Test("The situations of the table reach every state")
    func situationsReachEveryState() {
        // What is damaged in a store no event leads to: see DamagedRowTests.
        #expect(Set(Situation.allCases.map(\.state)) == Set(SessionState.allCases).subtracting([.damaged]))
    }

    @Test("A session that ended says in its snapshot why")
    func endedSessionsSayWhy() throws {
        let endpoint = try Sample.endpoint()
        for situation in [Situation.stale, .lapsed, .interrupted, .misconfigured, .locked] {
            #expect(try situation.session().snapshot(of: endpoint, at: situation.now).reason?.isEmpty == false)
        }
        #expect(try Situation.live.session().snapshot(of: endpoint, at: Situation.live.now).reason == nil)
    }

    @Test("Expiry is seen by looking, before any event says so")
    func expiryIsSeenByLooking() throws {
        let session = Session.accepted(try Sample.record())
        #expect(session.state(at: Sample.after(3_599)) == .live)
        #expect(session.state(at: Sample.after(3_600)) == .stale)

        let alone = Session.accepted(try Sample.record(access: .none, of: Sample.response(refreshToken: nil)))
        #expect(alone.state(at: Sample.after(3_600)) == .lapsed)
    }

    @Test("An answer that comes after sign-out or locking changes nothing")
    func lateAnswersChangeNothing() throws {
        for ending in [SessionEvent.signedOut, .locked] {
            var session = try Situation.renewing.session()
            _ = session.handle(ending, at: Sample.after(61))
            let state = session.state(at: Sample.after(61))
            #expect(session.handle(.refreshed(Sample.response(number: 1)), at: Sample.after(62)).isEmpty)
            #expect(session.state(at: Sample.after(62)) == state)
            #expect(session.record == nil)
        }
    }

    @Test("What a failure said is kept after recovery")
    func lastErrorIsKept() throws {
        var session = Session.accepted(try Sample.record())
        _ = session.refresh(.refreshFailed(Sample.unavailable), at: Sample.after(60))
        _ = session.refresh(.refreshed(Sample.response(number: 1)), at: Sample.after(70))
        let snapshot = session.snapshot(of: try Sample.endpoint(), at: Sample.after(71))
        #expect(snapshot.lastError?.message == "503 Service Unavailable")
        #expect(snapshot.reason == nil)
        #expect(snapshot.refreshCount == 1)
        #expect(snapshot.lastRefreshAt == Sample.after(70))
    }

    @Test("Scopes refused at sign-in are logged, the access mode apart from them")
    func refusedScopesAreLogged() throws {
        var session = Session(id: Sample.id)
        let record = try Sample.record(of: Sample.response(scope: "openid fhirUser launch/patient patient/Patient.rs"))
        let effects = session.handle(.accepted(record), at: Sample.start)
        #expect(effects.messages == ["signed in, refused: patient/*.rs"])
        #expect(record.details.granted.inferred)
    }
}
