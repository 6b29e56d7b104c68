import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("The new pair is durable before anyone sees it")
struct Rule3Tests {
    @Test("Rule 3: a token is handed out, and its change told, only after it is stored")
    func storedBeforeSeen() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        let changes = await bench.keeper.changes()
        let told = Task {
            for await case .session(let snapshot) in changes where snapshot.refreshCount == 1 {
                bench.journal.note("told")
                break
            }
        }
        #expect(try await bench.token() == "access-1")
        bench.journal.note("handed out")
        await told.value
        let entries = bench.journal.entries
        #expect(entries.prefix(3) == ["mark", "post", "store"])
        #expect(Set(entries.dropFirst(3)) == ["told", "handed out"])
    }

    @Test("Rule 3: what the disk refuses is kept, tried again, and not handed out before it is stored")
    func refusedSave() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        await bench.keeper.start()
        bench.client.refreshes.close()
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        bench.store.refuse([.save])
        bench.client.refreshes.open()
        #expect(await bench.refusal { _ = try await bench.token() } == .failed)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-0"))
        #expect(try bench.store.rotationMarks()[Sample.id] != nil, "the old token has been sent")
        #expect(await bench.refusal { _ = try await bench.token() } == .failed)

        bench.store.refuse([])
        bench.clock.advance(by: 1)
        try await until("it is stored") { bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1") }
        #expect(try await bench.token() == "access-1")
        #expect(bench.client.refreshTokensSent == ["refresh-0"], "nothing was sent meanwhile")
        #expect(try bench.store.rotationMarks().isEmpty)
    }

    @Test("Rule 3: an answer that nobody could read is kept sealed, and the log says where to look at it")
    func unreadAnswer() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let answer = UnreadAnswer(
            receivedAt: Sample.start, server: "auth.example.org", problem: "is odd",
            bytes: RedactedBytes(Data("canary".utf8)))
        let failure = AuthFailure(
            .nonsense, server: "auth.example.org", message: "it is odd", answerWasLost: true, unread: answer)
        bench.client.script { $0.refreshes = [.failure(failure), .failure(failure)] }
        for _ in 0..<2 { _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) } }
        #expect(try bench.store.unreadAnswers(of: Sample.id) == [answer, answer])
        let log = await bench.keeper.log(last: 100).map(\.message)
        #expect(log.filter { $0.contains("stoke vault unread lab") }.count == 1)
        #expect(!log.joined().contains("canary"))

        try await bench.keeper.refresh(Sample.id)
        #expect(try bench.store.unreadAnswers(of: Sample.id).isEmpty)
    }

    @Test("Rule 3: what a code brought and nobody could read is kept too")
    func unreadSignIn() async throws {
        let bench = try await KeeperBench()
        let answer = UnreadAnswer(
            receivedAt: Sample.start, server: "auth.example.org", problem: "is odd",
            bytes: RedactedBytes(Data("canary".utf8)))
        bench.client.script {
            $0.exchange = .failure(
                AuthFailure(.nonsense, server: "auth.example.org", message: "it is odd", unread: answer))
        }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("c0de", into: pending.id)
        let error = await #expect(throws: KeeperError.self) { try await bench.keeper.finishSignIn(pending.id) }
        #expect(error?.message == "it is odd; what it answered is kept; to look at it: stoke vault unread lab")
        #expect(try bench.store.unreadAnswers(of: Sample.id) == [answer])
    }

    @Test("Rule 3: what was odd about an answer whose tokens were taken is told with the renewal")
    func oddity() async throws {
        let bench = try await KeeperBench([Sample.record()])
        var response = Sample.response(number: 1)
        response.oddity = "auth.example.org answered with text that is not JSON; the tokens were taken all the same"
        bench.client.script { [response] in $0.refreshes = [.success(response)] }
        try await bench.keeper.refresh(Sample.id)
        let told = await bench.keeper.log(last: 1).last?.message
        #expect(told?.hasSuffix("; " + (response.oddity ?? "-")) == true)
    }

    @Test("Rule 3: a pair that is not stored yet is stored before it is sent")
    func storedBeforeSent() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.save])
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .failed)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .failed)
        #expect(bench.client.refreshTokensSent == ["refresh-0"])

        bench.store.refuse([])
        bench.journal.clear()
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.journal.entries == ["store", "mark", "post", "store"])
        #expect(bench.client.refreshTokensSent == ["refresh-0", "refresh-1"])
    }

    @Test("Rule 3: a sign-in that the disk refuses says so, and is kept until it can be stored")
    func refusedSignIn() async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        bench.store.refuse([.save])
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(await bench.refusal { _ = try await bench.keeper.finishSignIn(pending.id) } == .failed)
        #expect(await bench.state() == .live)

        bench.store.refuse([])
        #expect(try await bench.token() == "access-0")
        #expect(bench.store.record(of: Sample.id) != nil)
    }

    @Test("Rule 3: a keeper that ends tries once more to store")
    func endingStores() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.save])
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        bench.store.refuse([])
        await bench.keeper.finish()
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
    }

    @Test("Rule 3: a thousand callers of one expired session share one request")
    func singleFlight() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.refreshes.close()
        let callers = Task {
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 1...1_000 { group.addTask { try await bench.token() } }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
        }
        try await until("the request is at the server") { bench.client.refreshes.held == 1 }
        bench.client.refreshes.open()
        #expect(try await callers.value == ["access-1": 1_000])
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
        #expect(bench.journal.entries == ["mark", "post", "store"])
    }

    @Test("Rule 3: the person's refresh joins the one in flight")
    func personJoins() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.refreshes.close()
        let asked = (1...2).map { _ in Task.immediate { try await bench.keeper.refresh(Sample.id) } }
        await bench.hasTakenWhatWasAsked()
        try await until("the request is at the server") { bench.client.refreshes.held == 1 }
        bench.client.refreshes.open()
        for refresh in asked { try await refresh.value }
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
    }
}
