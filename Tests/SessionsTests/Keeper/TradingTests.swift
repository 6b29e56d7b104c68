import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A code that has come is traded to its end, and what it brings is durable first")
struct TradingTests {
    /// A bench whose sign-ins bring an `id_token` of a person named by it.
    private func bench(
        _ records: [SessionRecord] = [], enrichmentLimit: Duration = .seconds(60)
    ) async throws -> KeeperBench {
        let bench = try await KeeperBench(records, enrichmentLimit: enrichmentLimit)
        var response = Sample.response(number: 7)
        response.idToken = Redacted("ann")
        bench.client.script { [response] in
            $0.exchange = .success(response)
            $0.claims = { try? Sample.claims(subject: $0.reveal()) }
        }
        return bench
    }

    private func isStored(_ token: String, in bench: KeeperBench) async throws {
        try await until("\(token) is stored") { bench.store.record(of: Sample.id)?.refreshToken?.reveal() == token }
    }

    @Test("The pair is stored and handed out while the server is still asked who it was")
    func durableFirst() async throws {
        let bench = try await bench()
        bench.client.identities.close()
        let signIn = Task { try await bench.signIn() }
        try await isStored("refresh-7", in: bench)
        #expect(await bench.state() == .live)
        #expect(try await bench.token() == "access-7")
        try await until("it is asked") { bench.client.identities.held == 1 }
        bench.client.identities.open()
        #expect(try await signIn.value.identity?.subject == "ann")
        #expect(bench.store.record(of: Sample.id)?.details.identity?.subject == "ann")
    }

    @Test("Keys and introspection that do not come are waited for once, together, and the session is there without")
    func bounded() async throws {
        let bench = try await bench(enrichmentLimit: .milliseconds(50))
        bench.client.script { $0.keysHang = true }
        let snapshot = try await bench.signIn()
        #expect(snapshot.state == .live)
        #expect(snapshot.identity?.problem?.contains("did not come in time") == true)
        #expect(try await bench.token() == "access-7")
    }

    @Test(
        "A renewal meanwhile is not undone by the identity that comes after it, nor the identity lost",
        arguments: [true, false])
    func renewalMeanwhile(isInFlight: Bool) async throws {
        let bench = try await bench()
        bench.client.identities.close()
        let signIn = Task { try await bench.signIn() }
        try await isStored("refresh-7", in: bench)
        if isInFlight { bench.client.refreshes.close() }
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        if isInFlight {
            try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        } else {
            try await refresh.value
        }
        try await until("it is asked") { bench.client.identities.held == 1 }
        bench.client.identities.open()
        #expect(try await signIn.value.identity?.subject == "ann")
        #expect(bench.store.record(of: Sample.id)?.details.identity?.subject == "ann")
        #expect(try bench.store.rotationMarks().isEmpty == !isInFlight, "the answer is still awaited")
        bench.client.refreshes.open()
        try await refresh.value
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        #expect(bench.store.record(of: Sample.id)?.details.identity?.subject == "ann")
    }

    @Test("The identity of a sign-in that another one has replaced is not taken for the new one's")
    func replaced() async throws {
        let bench = try await bench()
        bench.client.identities.close()
        let first = Task { try await bench.signIn() }
        try await until("it is asked") { bench.client.identities.held == 1 }
        bench.client.script { $0.exchange = .success(Sample.response(number: 8)) }
        let second = try await bench.signIn()
        #expect(second.identity == nil)
        bench.client.identities.open()
        _ = try? await first.value
        #expect(await bench.snapshot()?.identity == nil)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-8"))
    }

    /// Begins a sign-in and returns once its code is at the server.
    private func trading(
        in bench: KeeperBench
    ) async throws -> (pending: PendingSignIn.ID, signIn: Task<SessionSnapshot, any Error>) {
        bench.client.exchanges.close()
        let pending = try await bench.pendingWithCode()
        let signIn = Task { try await bench.keeper.finishSignIn(pending) }
        try await until("the code is at the server") { bench.client.exchanges.held == 1 }
        return (pending, signIn)
    }

    @Test("A caller who is cancelled while the code is traded has the session all the same")
    func callerCancelled() async throws {
        let bench = try await bench()
        let (_, signIn) = try await trading(in: bench)
        signIn.cancel()
        bench.client.exchanges.open()
        #expect(try await signIn.value.state == .live)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        #expect(bench.client.tokensRevoked.isEmpty)
    }

    @Test("A caller who is cancelled while the identity is waited for has the session without it")
    func impatient() async throws {
        let bench = try await bench()
        bench.client.identities.close()
        let signIn = Task { try await bench.signIn() }
        try await until("it is asked") { bench.client.identities.held == 1 }
        signIn.cancel()
        #expect(try await signIn.value.state == .live)
        bench.client.identities.open()
    }

    @Test("A keeper that ends while the code is traded waits for it and keeps what it brings")
    func keeperEnds() async throws {
        let bench = try await bench()
        let (_, signIn) = try await trading(in: bench)
        let ending = Task { await bench.keeper.finish() }
        try await until("it ends") { await bench.keeper.isFinishing }
        bench.client.exchanges.open()
        _ = await ending.value
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        _ = try? await signIn.value
    }

    @Test("A time limit is for the redirect: it ends the wait for a code, and none that has come")
    func timeLimit() async throws {
        let overdue = KeeperError(.signInNeeded, session: Sample.id, "nobody signed in")
        let bench = try await bench()
        let waiting = try await bench.keeper.beginSignIn(bench.plan())
        let wait = Task.immediate { try await bench.keeper.finishSignIn(waiting.id) }
        await bench.hasTakenWhatWasAsked()
        await bench.keeper.endWait(for: waiting.id, because: overdue)
        #expect(await bench.refusal { _ = try await wait.value } == .signInNeeded)

        let (pending, signIn) = try await trading(in: bench)
        await bench.keeper.endWait(for: pending, because: overdue)
        bench.client.exchanges.open()
        #expect(try await signIn.value.state == .live)
    }

    @Test("Signing out while the code is traded revokes what it brings")
    func signedOutWhileTrading() async throws {
        let bench = try await bench([Sample.record()])
        let (_, signIn) = try await trading(in: bench)
        try await bench.keeper.signOut(Sample.id)
        bench.client.exchanges.open()
        await #expect(throws: KeeperError.self) { try await signIn.value }
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0", "refresh-7", "access-7"])
        #expect(await bench.state() == .signedOut)
    }

    @Test("What is revoked because a locked vault cannot keep it is revoked with the client's secret")
    func lockedWhileTrading() async throws {
        let endpoint = try Sample.endpoint(authentication: .clientSecretBasic)
        let bench = try await KeeperBench([], endpoints: [endpoint], locked: true)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        try bench.store.setClientSecret(Redacted("s3cret"), ofEndpoint: "lab")
        let (_, signIn) = try await trading(in: bench)
        try await bench.keeper.lock()
        bench.client.exchanges.open()
        await #expect(throws: KeeperError.self) { try await signIn.value }
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0"])
    }

    @Test("The sign-in does not wait for a renewal of the session before; what that brings is revoked")
    func renewalOfTheGrantBefore() async throws {
        let bench = try await bench([Sample.record()])
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        #expect(try await bench.signIn().state == .live)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        #expect(try bench.store.rotationMarks().isEmpty)

        bench.client.refreshes.open()
        try await refresh.value
        await bench.keeper.finish()
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        #expect(bench.client.tokensRevoked == ["refresh-1", "access-1"])
    }
}
