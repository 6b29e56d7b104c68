import SMART
import Sessions
import TestSupport
import Testing

@testable import Interface

@Suite("Calls to the keeper", .replayable)
struct KeeperCallTests {
    @Test(
        "Each is asked of the keeper as it is named",
        arguments: [
            (.refresh(Samples.epic.id), [.refresh(Samples.epic.id)]),
            (.signOut(Samples.epic.id), [.signOut(Samples.epic.id)]),
            (
                .token(Samples.epic.id),
                [.accessToken(Samples.epic.id, minimumValidity: 0, program: "the clipboard")]
            ),
            (.confirmPatient(Samples.nurse.id), [.confirmPatient(Samples.nurse.id)]),
            (.discover(Samples.epic.baseURL), [.discover(Samples.epic.baseURL)]),
            (.removeEndpoint("hapi"), [.removeEndpoint("hapi")]),
            (.paste(Redacted("code"), Samples.pending.id), [.paste("code", into: Samples.pending.id)]),
            (.finishSignIn(Samples.pending.id), [.finishSignIn(Samples.pending.id)]),
            (.unlock(Redacted("secret")), [.unlock(Redacted("secret"))]), (.lock, [.lock]),
            (.reload, [.reloadEndpoints, .snapshots, .log(last: EventLog.limit)]),
        ] as [(KeeperCall.Work, [StubKeeper.Call])])
    func asked(work: KeeperCall.Work, calls: [StubKeeper.Call]) async {
        let keeper = Samples.keeper()
        _ = await work.outcome(by: keeper)
        #expect(keeper.calls == calls)
    }

    @Test("The outcome carries what the keeper answered")
    func answers() async {
        let keeper = Samples.keeper()
        guard case .loaded(let sessions, let log) = await KeeperCall.Work.load.outcome(by: keeper) else {
            Issue.record("not loaded")
            return
        }
        #expect(sessions == Samples.sessions)
        #expect(log == Samples.log)
        guard case .reloaded(_, _, let problems) = await KeeperCall.Work.reload.outcome(by: keeper) else {
            Issue.record("not reloaded")
            return
        }
        #expect(problems == ["bad.yaml, line 4: what it says"])
        guard case .signedOut(let problem) = await KeeperCall.Work.signOut(Samples.epic.id).outcome(by: keeper) else {
            Issue.record("not signed out")
            return
        }
        #expect(problem == "404 Not Found")
        guard case .token(let token) = await KeeperCall.Work.token(Samples.epic.id).outcome(by: keeper) else {
            Issue.record("no token")
            return
        }
        #expect(token.token == Redacted("canary-token"))
    }

    @Test("What the keeper refuses becomes its words and its code")
    func failure() async {
        let keeper = Samples.keeper()
        keeper.script {
            $0.refusal = { _ in KeeperError(.vaultLocked, session: Samples.epic.id, "The vault is locked") }
        }
        guard case .failed(let failure) = await KeeperCall.Work.refresh(Samples.epic.id).outcome(by: keeper) else {
            Issue.record("not failed")
            return
        }
        #expect(failure == Outcome.Failure("The vault is locked", code: .vaultLocked))
    }

    @Test("Those that the screen itself tells of have no words, and Esc does not cancel them")
    func words() {
        var awaited = AwaitedCalls()
        let told = awaited.begin(.refresh(Samples.epic.id))
        let untold = awaited.begin(.finishSignIn(Samples.pending.id))
        #expect(told.words == "Renewing epic-sandbox")
        #expect(!untold.hasWords)
        #expect(awaited.lastTold == told)
        #expect(awaited.toldCount == 1)
    }

    @Test("However many are awaited and whichever ends first, the newest of the rest is told")
    func many() {
        var random = SeededRandom()
        var awaited = AwaitedCalls()
        let calls = (0..<1000).map { _ in awaited.begin(.lock) }
        for call in calls[500...].shuffled(using: &random) { #expect(awaited.end(call.id) == call) }
        #expect(awaited.lastTold == calls[499])
        #expect(awaited.toldCount == 500)
        #expect(awaited.end(calls[999].id) == nil)
        for call in calls[..<500].reversed() { #expect(awaited.end(call.id) == call) }
        #expect(awaited.lastTold == nil)
        #expect(awaited.all == [])
    }
}
