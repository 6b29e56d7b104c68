import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A refresh token is never used twice on purpose and never lost")
struct Rule2Tests {
    @Test("Rule 2: mark, post, store, in this order")
    func orderOfEffects() async throws {
        let bench = try await KeeperBench([Sample.record()])
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.journal.entries == ["mark", "post", "store"])
        #expect(try bench.store.rotationMarks().isEmpty)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
    }

    @Test("Rule 2: without a durable mark nothing is sent")
    func noMarkNoRequest() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.mark])
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .unavailable)
        #expect(bench.client.calls.isEmpty)
        #expect(await bench.snapshot()?.reason?.contains("no space left") == true)

        bench.store.refuse([])
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
    }

    @Test("Rule 2: a mark found at start has the old token tried at once, though the access token still lives")
    func markAtStart() throws {
        var session = Session(id: Sample.id)
        _ = session.handle(.loaded(try Sample.record(), markedAt: Sample.after(10)), at: Sample.after(20))
        #expect(session.state(at: Sample.after(20)) == .live)
        #expect(session.handle(.timePassed, at: Sample.after(20)).words == "post")
    }

    @Test("Rule 2: the old token refused after a mark makes the session interrupted, with the time and the reason")
    func refusedAfterMark() throws {
        var session = Session(id: Sample.id)
        _ = session.handle(.loaded(try Sample.record(), markedAt: Sample.after(10)), at: Sample.after(20))
        _ = session.handle(.timePassed, at: Sample.after(20))
        let effects = session.handle(.refreshFailed(Sample.grantRefused), at: Sample.after(21))
        let ending = try #require(effects.stored?.details.ending)
        #expect(ending.kind == .interrupted)
        #expect(ending.at == Sample.after(21))
        #expect(ending.reason.contains(Sample.after(10).formatted(.iso8601)))
        #expect(ending.reason.contains("cut off"))
        #expect(session.nextDeadline(at: Sample.after(21)) == nil, "it is tried once only")
    }

    @Test("Rule 2: the old token accepted after a mark is simply live")
    func acceptedAfterMark() async throws {
        let bench = try await KeeperBench([Sample.record()], marks: [Sample.id: Sample.start])
        await bench.keeper.start()
        try await until("the mark is cleared") { await bench.snapshot()?.refreshCount == 1 }
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
        #expect(try bench.store.rotationMarks().isEmpty)
        #expect(await bench.state() == .live)
    }

    @Test("Rule 2: a passing failure of that try goes on trying, and the mark stays")
    func passingFailureAfterMark() throws {
        var session = Session(id: Sample.id)
        _ = session.handle(.loaded(try Sample.record(), markedAt: Sample.after(10)), at: Sample.after(20))
        var now = Sample.after(20)
        for _ in 1...3 {
            #expect(session.handle(.timePassed, at: now).words == "post")
            #expect(!session.handle(.refreshFailed(Sample.unavailable), at: now).contains(.clearMark))
            now = try #require(session.nextRefresh(at: now))
        }
        _ = session.handle(.timePassed, at: now)
        _ = session.handle(.refreshFailed(Sample.grantRefused), at: now)
        #expect(session.state(at: now) == .interrupted)
    }

    @Test("Rule 2: in a running keeper too a refusal that follows a lost answer is an interruption")
    func refusalAfterLostAnswer() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.refreshes = [.failure(Sample.answerLost), .failure(Sample.grantRefused)] }
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .unavailable)
        #expect(try bench.store.rotationMarks()[Sample.id] == Sample.start)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .signInNeeded)
        #expect(await bench.state() == .interrupted)
        #expect(bench.client.refreshTokensSent == ["refresh-0", "refresh-0"])
    }

    @Test("Rule 2: a refusal without a lost answer before it is a lapse")
    func refusalAlone() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.refreshes = [.failure(Sample.unavailable), .failure(Sample.grantRefused)] }
        for _ in 1...2 { _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) } }
        #expect(await bench.state() == .lapsed)
    }

    @Test("Rule 2: an answer after a lost one ends the suspicion")
    func answerAfterLostAnswer() throws {
        var session = Session.accepted(try Sample.record())
        _ = session.refresh(.refreshFailed(Sample.answerLost), at: Sample.after(60))
        _ = session.refresh(.refreshed(Sample.response(number: 1)), at: Sample.after(70))
        _ = session.refresh(.refreshFailed(Sample.grantRefused), at: Sample.after(80))
        #expect(session.state(at: Sample.after(80)) == .lapsed)
    }

    @Test("Rule 2: nothing that is stored beside clears the mark of a lost answer")
    func nothingClearsTheMark() throws {
        let deadline = RefreshDeadline.after(2 * 3_600)
        var session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: deadline)))
        _ = session.refresh(.refreshed(Sample.response(number: 1, patient: "p2")), at: Sample.after(60))
        _ = session.refresh(.refreshFailed(Sample.answerLost), at: Sample.after(120))

        #expect(session.handle(.patientConfirmed, at: Sample.after(121)).stored == nil)
        #expect(session.record?.details.context.patient == "p2")
        #expect(session.refresh(.refreshFailed(Sample.clientRefused), at: Sample.after(122)).stored == nil)

        var warned = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: deadline)))
        _ = warned.refresh(.refreshFailed(Sample.answerLost), at: Sample.after(3_600))
        let effects = warned.handle(.timePassed, at: Sample.after(3_600.5))
        #expect(effects.words == "details log(lapseNear)")
    }

    @Test("Rule 2: a keeper that ends while requests wait their turn sends none of them and leaves no mark")
    func endingLeavesUnsentRequestsUnsent() async throws {
        let ids = (1...6).map { SessionID(endpoint: "lab", label: "u\($0)") }
        let bench = try await KeeperBench(ids.map { try Sample.record($0) }, at: Sample.after(3_600))
        bench.client.refreshes.close()
        await bench.keeper.start()
        try await until("four are at the server") { bench.client.refreshes.held == 4 }

        let ending = Task.immediate { await bench.keeper.finish() }
        await bench.hasTakenWhatWasAsked()
        bench.client.refreshes.open()
        _ = await ending.value

        #expect(bench.client.refreshTokensSent.count == 4)
        #expect(try bench.store.rotationMarks().isEmpty)
        #expect(ids.filter { bench.store.record(of: $0)?.refreshToken == Redacted("refresh-0") }.count == 2)
    }
}
