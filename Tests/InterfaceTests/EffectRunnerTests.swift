import Foundation
import SMART
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("Doing what the state asks for")
struct EffectRunnerTests {
    private let mailbox: Mailbox<Event>
    private let terminal = RecordingTerminal()

    init() throws { mailbox = try Mailbox() }

    private func runner(_ keeper: StubKeeper = StubKeeper(), _ browsers: [String: String] = [:]) -> EffectRunner {
        EffectRunner(
            keeper: keeper, mailbox: mailbox, browsers: Browsers(BrowserChoice.available(environment: browsers)),
            notification: .osc777)
    }

    /// The next events that are posted, at least one.
    private func events() async throws -> [Event] {
        var events: [Event] = []
        try await until("an event is posted") {
            events = mailbox.drain()
            return !events.isEmpty
        }
        return events
    }

    @Test("A call's outcome comes back as an event with the call's number")
    func call() async throws {
        let runner = runner()
        runner.perform(.start(KeeperCall(id: 7, work: .refresh(Samples.epic.id))), on: terminal)
        guard case .finished(7, .done)? = try await events().first else {
            Issue.record("another event")
            return
        }
    }

    @Test("A cancelled call is cancelled at the keeper")
    func cancelled() async throws {
        let keeper = StubKeeper()
        keeper.server.close()
        let runner = runner(keeper)
        runner.perform(.start(KeeperCall(id: 1, work: .refresh(Samples.epic.id))), on: terminal)
        try await until("the call waits for the server") { keeper.server.held == 1 }
        runner.perform(.cancel(1), on: terminal)
        keeper.server.open()
        _ = try await events()
        #expect(keeper.calls == [.refresh(Samples.epic.id)])
        #expect(keeper.givenUp == [.refresh(Samples.epic.id)])
    }

    @Test("Leaving cancels all that is awaited, but not what has come")
    func cancelledAll() async throws {
        let keeper = StubKeeper()
        keeper.server.close()
        let runner = runner(keeper)
        runner.perform(.start(KeeperCall(id: 1, work: .refresh(Samples.epic.id))), on: terminal)
        runner.perform(.start(KeeperCall(id: 2, work: .lock)), on: terminal)
        try await until("one call waits for the server, and the other has come") {
            keeper.server.held == 1 && keeper.calls.contains(.lock)
        }
        runner.forget(2)
        runner.cancelAll()
        keeper.server.open()
        try await until("the call is given up") { keeper.givenUp == [.refresh(Samples.epic.id)] }
    }

    @Test("A secret goes to the clipboard by OSC 52; one that is too long is told of")
    func copy() async throws {
        let runner = runner()
        runner.perform(.copy(Redacted("token")), on: terminal)
        #expect(terminal.sent.joined().contains("52;c;" + Data("token".utf8).base64EncodedString()))
        runner.perform(.copy(Redacted(String(repeating: "x", count: 100_000))), on: terminal)
        #expect(terminal.sent.count == 1)
        guard case .failed(let message)? = try await events().first else {
            Issue.record("not told")
            return
        }
        #expect(message.contains("too long"))
    }

    @Test("A token leaves the clipboard after its time, but not what was copied since")
    func clearing() async throws {
        let runner = EffectRunner(
            keeper: StubKeeper(), mailbox: mailbox, browsers: Browsers([]), notification: .osc777,
            clipboardLifetime: .milliseconds(1))
        runner.perform(.copyBriefly(Redacted("token")), on: terminal)
        guard case .copyExpired(let copy)? = try await events().first else {
            Issue.record("it stays")
            return
        }
        runner.perform(.copy(Redacted("another")), on: terminal)
        runner.perform(.clearClipboard(copy: copy), on: terminal)
        #expect(terminal.sent.count == 2)
        runner.perform(.copyBriefly(Redacted("token")), on: terminal)
        guard case .copyExpired(let last)? = try await events().first else {
            Issue.record("it stays")
            return
        }
        runner.perform(.clearClipboard(copy: last), on: terminal)
        #expect(terminal.sent.last?.contains("52;c;\u{7}") == true)
    }

    @Test("A notification is sent in the way that the person's terminal understands")
    func notification() {
        runner().perform(.notify(title: "epic-sandbox", body: "lapses in 1 h"), on: terminal)
        #expect(terminal.sent.joined().contains("777;notify;epic-sandbox;lapses in 1 h"))
    }

    @Test("A text browser gets the terminal, and its failure is told", arguments: ["true", "false"])
    func textBrowser(program: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stoke-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "w3m"), withDestinationURL: URL(filePath: "/bin/\(program)"))
        runner(StubKeeper(), ["PATH": folder.path()]).perform(
            .openTextBrowser(BrowserTarget("https://a.example")), on: terminal)
        #expect(terminal.lent == 1)
        guard program == "false" else { return }
        guard case .failed("w3m ended with an error")? = try await events().first else {
            Issue.record("not told")
            return
        }
    }

    @Test("Without a browser nothing is opened, and the terminal is kept")
    func noBrowser() {
        let runner = runner(StubKeeper(), ["PATH": "/nowhere"])
        runner.perform(.openTextBrowser(BrowserTarget("https://a.example")), on: terminal)
        runner.perform(.openBrowser(BrowserTarget("https://a.example")), on: terminal)
        #expect(terminal.lent == 0)
        #expect(mailbox.drain().isEmpty)
    }

    @Test("A wish to suspend is told once")
    func suspension() {
        let runner = runner()
        #expect(!runner.takeSuspension())
        runner.perform(.suspend, on: terminal)
        #expect(runner.takeSuspension())
        #expect(!runner.takeSuspension())
    }

    @Test("A sign-in that is given up is taken back at the keeper")
    func signInCancelled() async throws {
        let keeper = StubKeeper()
        runner(keeper).perform(.cancelSignIn(Samples.pending.id), on: terminal)
        try await until("the keeper is told") { !keeper.calls.isEmpty }
        #expect(keeper.calls == [.cancelSignIn(Samples.pending.id)])
    }
}

/// A terminal that notes what is sent to it, and how often it is lent.
private final class RecordingTerminal: InterfaceTerminal {
    private(set) var sent: [String] = []
    private(set) var lent = 0

    func send(_ controlSequence: String) { sent.append(controlSequence) }

    func handOver<Result>(_ body: () throws -> Result) rethrows -> Result {
        lent += 1
        return try body()
    }
}
