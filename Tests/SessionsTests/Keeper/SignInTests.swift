import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Signing in")
struct SignInTests {
    /// The state of the authorization request, as a browser would send it back.
    private func state(of pending: PendingSignIn) throws -> String {
        let items = try #require(URLComponents(string: pending.address)?.queryItems)
        return try #require(items.first { $0.name == "state" }?.value)
    }

    @Test("A pasted code is traded, stored, and the session is live")
    func paste() async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        #expect(!pending.isReceiving)
        #expect(pending.redirectURI == .standard)
        #expect(await bench.state() == .signingIn)

        let state = try state(of: pending)
        try await bench.keeper.paste("http://127.0.0.1/callback?code=the-code&state=\(state)", into: pending.id)
        let snapshot = try await bench.keeper.finishSignIn(pending.id)
        #expect(snapshot.state == .live)
        #expect(snapshot.context.patient == "p1")
        #expect(snapshot.requestedScopes == Endpoint.defaultScopes.asking(for: .offline))
        #expect(bench.client.calls.contains(.exchange(code: "the-code", redirectURI: pending.redirectURI)))
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-0"))
        #expect(await bench.refusal { _ = try await bench.keeper.finishSignIn(pending.id) } == .notFound)
    }

    @Test("Rubbish and another sign-in's address are refused, and the wait goes on")
    func wrongPastes() async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        for text in ["", "https://example.org/", "http://127.0.0.1/callback?code=x&state=another", pending.address] {
            let refusal = await #expect(throws: KeeperError.self) {
                try await bench.keeper.paste(text, into: pending.id)
            }
            #expect(refusal?.cause is AuthorizationRedirectError)
        }
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(try await bench.keeper.finishSignIn(pending.id).state == .live)
    }

    @Test("A redirect that comes to the receiver signs in, and the port is freed")
    func receiver() async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        #expect(pending.isReceiving)
        #expect(pending.redirectURI == receiver.redirectURI)

        let page = await receiver.visit("/callback?code=from-browser&state=\(try state(of: pending))")
        #expect(page?.endsTheWait == true)
        #expect(try await bench.keeper.finishSignIn(pending.id).state == .live)
        #expect(bench.client.calls.contains(.exchange(code: "from-browser", redirectURI: receiver.redirectURI)))
        #expect(receiver.isClosed)
    }

    @Test("A stranger's redirect does not end the wait", arguments: ["code=evil", "error=access_denied"])
    func stranger(query: String) async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        for state in ["", "&state=forged"] {
            #expect(await receiver.visit("/callback?\(query)\(state)")?.endsTheWait == false)
        }
        #expect(await receiver.visit("/favicon.ico")?.endsTheWait == false)
        #expect(await receiver.visit("/callback?code=mine&state=\(try state(of: pending))")?.endsTheWait == true)
        _ = try await bench.keeper.finishSignIn(pending.id)
        #expect(bench.client.calls.contains(.exchange(code: "mine", redirectURI: receiver.redirectURI)))
    }

    @Test("Of a pasted code and a redirect the first one counts")
    func firstWins() async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("pasted", into: pending.id)
        _ = await receiver.visit("/callback?code=late&state=\(try state(of: pending))")
        _ = try await bench.keeper.finishSignIn(pending.id)
        #expect(
            bench.client.calls.filter(\.isExchange) == [.exchange(code: "pasted", redirectURI: receiver.redirectURI)])
    }

    @Test("Denied consent ends the sign-in, with the server's words", arguments: [true, false])
    func denied(pasted: Bool) async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let target = "/callback?error=access_denied&error_description=no+thanks&state=\(try state(of: pending))"
        if pasted {
            try await bench.keeper.paste("http://127.0.0.1\(target)", into: pending.id)
        } else {
            #expect(await receiver.visit(target)?.words.contains("no thanks") == true)
        }
        let error = await #expect(throws: KeeperError.self) { try await bench.keeper.finishSignIn(pending.id) }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("no thanks") == true)
        #expect(await bench.state() == .signedOut)
        #expect(receiver.isClosed)
    }

    @Test(
        "A cancelled sign-in frees its port and its row, whether or not anyone waits for it", arguments: [true, false])
    func cancelled(isWaitedFor: Bool) async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        let ann = SessionID(endpoint: "lab", label: "ann")
        let pending = try await bench.keeper.beginSignIn(bench.plan(ann))
        #expect(await bench.keeper.snapshots().map(\.id) == [ann])
        let waiting = isWaitedFor ? Task.immediate { try await bench.keeper.finishSignIn(pending.id) } : nil
        await bench.hasTakenWhatWasAsked()

        await bench.keeper.cancelSignIn(pending.id)
        #expect(receiver.isClosed)
        #expect(await bench.keeper.snapshots().map(\.id) == [Sample.id])
        #expect(await bench.state() == .signedOut)
        if let waiting { await #expect(throws: KeeperError.self) { try await waiting.value } }
        #expect(bench.client.calls.filter(\.isExchange).isEmpty)
    }

    @Test("A caller that is cancelled ends its sign-in")
    func callerCancelled() async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let waiting = Task { try await bench.keeper.finishSignIn(pending.id) }
        waiting.cancel()
        await #expect(throws: KeeperError.self) { try await waiting.value }
        #expect(await bench.state() == .signedOut)
    }

    @Test("A code is traded once, though two wait for it")
    func tradedOnce() async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let waiting = (1...2).map { _ in Task.immediate { try await bench.keeper.finishSignIn(pending.id) } }
        await bench.hasTakenWhatWasAsked()
        try await bench.keeper.paste("the-code", into: pending.id)
        var outcomes: [SessionState?] = []
        for task in waiting { outcomes.append(try? await task.value.state) }
        #expect(outcomes.filter { $0 == .live }.count == 1)
        #expect(bench.client.calls.filter(\.isExchange).count == 1)
    }

    @Test("A newer sign-in takes the place of the one before, without ending itself")
    func newerTakesOver() async throws {
        let bench = try await KeeperBench()
        let first = try await bench.keeper.beginSignIn(bench.plan())
        let waiting = Task.immediate { try await bench.keeper.finishSignIn(first.id) }
        await bench.hasTakenWhatWasAsked()
        let second = try await bench.keeper.beginSignIn(bench.plan())
        await #expect(throws: KeeperError.self) { try await waiting.value }
        #expect(await bench.state() == .signingIn)
        try await bench.keeper.paste("the-code", into: second.id)
        #expect(try await bench.keeper.finishSignIn(second.id).state == .live)
    }

    @Test("Of several sign-ins to one session that begin together, one remains")
    func beginTogether() async throws {
        let bench = try await KeeperBench()
        bench.client.discoveries.close()
        let beginnings = (0..<8).map { _ in Task { try await bench.keeper.beginSignIn(bench.plan()).id } }
        try await until("all of them discover") { bench.client.discoveries.held == 8 }
        bench.client.discoveries.open()
        var alive = 0
        for beginning in beginnings {
            let pending = try await beginning.value
            if (try? await bench.keeper.paste("the-code", into: pending)) != nil { alive += 1 }
        }
        #expect(alive == 1)
    }

    @Test("What a sign-in brought after it was cancelled is revoked, not kept", arguments: [false, true])
    func cancelledWhileTrading(callerToo: Bool) async throws {
        let bench = try await KeeperBench()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        bench.client.exchanges.close()
        let waiting = Task { try await bench.keeper.finishSignIn(pending.id) }
        try await until("the code is at the server") { bench.client.exchanges.held == 1 }
        await bench.keeper.cancelSignIn(pending.id)
        if callerToo { waiting.cancel() }
        bench.client.exchanges.open()
        await #expect(throws: KeeperError.self) { try await waiting.value }
        #expect(await bench.state() == .signedOut)
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0"])
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("A refused exchange ends the sign-in and leaves the session before as it was")
    func refusedExchange() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.exchange = .failure(Sample.grantRefused) }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        #expect(await bench.state() == .signingIn)
        #expect(try await bench.token() == "access-0", "signing in again does not take the session away")
        try await bench.keeper.paste("the-code", into: pending.id)
        let refusal = await #expect(throws: KeeperError.self) { try await bench.keeper.finishSignIn(pending.id) }
        #expect(refusal?.cause as? AuthFailure == Sample.grantRefused)
        #expect(await bench.state() == .live)
    }

    @Test("The answer to the refresh of the session before does not overwrite the new sign-in")
    func refreshInFlight() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script {
            $0.exchange = .success(Sample.response(number: 7))
            $0.refreshes = [.failure(Sample.grantRefused)]
        }
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        let waiting = Task { try await bench.keeper.finishSignIn(pending.id) }
        try await until("the code is traded") { bench.client.calls.contains { $0.isExchange } }
        bench.client.refreshes.open()
        #expect(try await waiting.value.state == .live)
        _ = try? await refresh.value
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        #expect(await bench.state() == .live)
    }

    @Test("A lapsed session is back after signing in again, its ending and warnings gone")
    func signInAgain() async throws {
        var lapsed = try Sample.record()
        lapsed.refreshToken = nil
        lapsed.details.ending = SessionRecord.Ending(kind: .lapsed, reason: "refused", at: Sample.start)
        let bench = try await KeeperBench([lapsed], at: Sample.after(9_000))
        #expect(await bench.state() == .lapsed)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        let snapshot = try await bench.keeper.finishSignIn(pending.id)
        #expect(snapshot.state == .live && snapshot.reason == nil)
        #expect(await bench.keeper.log(last: 1).first?.message.hasPrefix("signed in again") == true)
    }

    @Test("An id_token that cannot be checked is told, and does not cost the session")
    func badIdentity() async throws {
        let bench = try await KeeperBench()
        var response = Sample.response()
        response.idToken = Redacted("a.b.c")
        bench.client.script { [response] in $0.exchange = .success(response) }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        let snapshot = try await bench.keeper.finishSignIn(pending.id)
        #expect(snapshot.state == .live)
        #expect(snapshot.identity?.problem?.contains("signed with an unknown key") == true)
    }

    @Test("The refresh token's end is asked for where the response does not tell it")
    func introspectedDeadline() async throws {
        let bench = try await KeeperBench()
        var server = Sample.server(at: try Sample.baseURL())
        server.introspectionEndpoint = "https://auth.example.org/introspect"
        var answer = IntrospectionResponse(isActive: true)
        answer.expiresAt = Sample.after(86_400)
        bench.client.script { [server, answer] in
            $0.server = server
            $0.introspection = answer
        }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(try await bench.keeper.finishSignIn(pending.id).lapsesAt == Sample.after(86_400))
        #expect(bench.client.calls.contains(.introspect(token: "refresh-0")))

        bench.client.script { $0.introspection?.expiresAt = Sample.after(90_000) }
        try await bench.keeper.refresh(Sample.id)
        try await until("the new one's end is known") { await bench.snapshot()?.lapsesAt == Sample.after(90_000) }
        #expect(bench.client.calls.last == .introspect(token: "refresh-1"))
        #expect(bench.store.record(of: Sample.id)?.details.refreshExpiresAt == Sample.after(90_000))
    }

    @Test("A server that does not tell the refresh token's end on asking is not asked at every renewal")
    func noIntrospectedDeadline() async throws {
        let bench = try await KeeperBench()
        var server = Sample.server(at: try Sample.baseURL())
        server.introspectionEndpoint = "https://auth.example.org/introspect"
        bench.client.script { [server] in
            $0.server = server
            $0.introspection = IntrospectionResponse(isActive: true)
        }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        _ = try await bench.keeper.finishSignIn(pending.id)
        try await bench.keeper.refresh(Sample.id)
        #expect(bench.store.record(of: Sample.id)?.details.introspectionEndpoint == nil)
        #expect(bench.client.calls.filter { $0 == .introspect(token: "refresh-0") }.count == 1)
        #expect(!bench.client.calls.contains(.introspect(token: "refresh-1")))
    }

    @Test("A server without the endpoints that signing in needs is refused before any browser opens")
    func noEndpoints() async throws {
        let bench = try await KeeperBench()
        var server = Sample.server(at: try Sample.baseURL())
        server.authorizationEndpoint = nil
        bench.client.script { [server] in $0.server = server }
        #expect(await bench.refusal { _ = try await bench.keeper.beginSignIn(bench.plan()) } == .refused)
        let nowhere = bench.plan(SessionID(endpoint: "nowhere"))
        #expect(await bench.refusal { _ = try await bench.keeper.beginSignIn(nowhere) } == .notFound)
        #expect(await bench.state() == .signedOut)
    }
}

extension StubAuthClient.Call {
    var isExchange: Bool {
        if case .exchange = self { true } else { false }
    }
}
