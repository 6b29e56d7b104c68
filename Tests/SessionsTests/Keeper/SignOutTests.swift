import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Signing out and removing endpoints")
struct SignOutTests {
    @Test("Both tokens are revoked, the refresh token first, and forgotten")
    func revokesBoth() async throws {
        let bench = try await KeeperBench([Sample.record()])
        #expect(try await bench.keeper.signOut(Sample.id) == nil)
        #expect(
            bench.client.calls == [
                .revoke(token: "refresh-0", hint: .refreshToken), .revoke(token: "access-0", hint: .accessToken),
            ])
        #expect(bench.store.record(of: Sample.id) == nil)
        #expect(await bench.state() == .signedOut)
        #expect(await bench.refusal { try await bench.keeper.signOut(Sample.id) } == .signInNeeded)
    }

    @Test("It waits for a refresh in flight and revokes what that brought")
    func waitsForRefresh() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        let signOut = Task.immediate { try await bench.keeper.signOut(Sample.id) }
        await bench.hasTakenWhatWasAsked()
        #expect(bench.client.tokensRevoked.isEmpty)
        bench.client.refreshes.open()
        _ = try await signOut.value
        _ = try? await refresh.value
        #expect(bench.client.tokensRevoked == ["refresh-1", "access-1"])
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("While its tokens are revoked a session is neither renewed nor handed out")
    func heldStill() async throws {
        let bench = try await KeeperBench([Sample.record()])
        await bench.keeper.start()
        bench.client.revocations.close()
        let signOut = Task { try await bench.keeper.signOut(Sample.id) }
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        bench.clock.advance(by: 3_500)
        #expect(await bench.refusal { _ = try await bench.token() } == .signInNeeded)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .signInNeeded)
        bench.client.revocations.open()
        #expect(try await signOut.value == nil)
        #expect(bench.client.refreshTokensSent.isEmpty)
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("Two sign-outs of one session are one")
    func joined() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.revocations.close()
        let signOuts = (1...2).map { _ in Task.immediate { try await bench.keeper.signOut(Sample.id) } }
        await bench.hasTakenWhatWasAsked()
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        bench.client.revocations.open()
        for signOut in signOuts { #expect(try await signOut.value == nil) }
        #expect(bench.client.tokensRevoked.count == 2)
    }

    @Test("A revocation that fails is told, and the tokens are forgotten all the same")
    func failedRevocation() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.revocationFailure = Sample.unavailable }
        let complaint = try await bench.keeper.signOut(Sample.id)
        #expect(complaint?.contains("503 Service Unavailable") == true)
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("A new sign-in that is ready before an old sign-out has ended is not forgotten with it")
    func signInDuringSignOut() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.script { $0.exchange = .success(Sample.response(number: 7)) }
        bench.client.revocations.close()
        let signOut = Task { try await bench.keeper.signOut(Sample.id) }
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        let signIn = Task { try await bench.keeper.finishSignIn(pending.id) }
        try await until("the code is traded") { bench.client.calls.contains { $0.isExchange } }
        bench.client.revocations.open()
        _ = try await signOut.value
        #expect(try await signIn.value.state == .live)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
    }

    @Test("Signing out cancels the sign-in that waits")
    func cancelsSignIn() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        _ = try await bench.keeper.signOut(Sample.id)
        #expect(await bench.state() == .signedOut)
        #expect(await bench.refusal { try await bench.keeper.paste("the-code", into: pending.id) } == .notFound)
    }

    @Test("A labelled session leaves the list; its endpoint stays on it")
    func labelled() async throws {
        let ann = SessionID(endpoint: "lab", label: "ann")
        let bench = try await KeeperBench([Sample.record(ann)])
        _ = try await bench.keeper.signOut(ann)
        #expect(await bench.keeper.snapshots().map(\.id) == [Sample.id])
    }

    @Test("An endpoint is removed with its sessions and its secret, and nothing of it is revoked")
    func removeEndpoint() async throws {
        let ann = SessionID(endpoint: "lab", label: "ann")
        let other = SessionID(endpoint: "other")
        let bench = try await KeeperBench(
            [Sample.record(), Sample.record(ann), Sample.record(other)],
            endpoints: [Sample.endpoint(), Sample.endpoint("other")])
        try bench.store.setClientSecret(Redacted("s3cret"), ofEndpoint: "lab")
        try await bench.keeper.removeEndpoint(named: "lab")
        #expect(await bench.keeper.snapshots().map(\.id) == [other])
        #expect(try bench.store.records().map(\.id) == [other])
        #expect(try bench.store.clientSecret(ofEndpoint: "lab") == nil)
        #expect(bench.endpoints.load().endpoints.map(\.name) == ["other"])
        #expect(bench.client.calls.isEmpty)
        #expect(await bench.refusal { try await bench.keeper.removeEndpoint(named: "lab") } == .notFound)
        #expect(await bench.refusal { _ = try await bench.keeper.endpoint(named: "lab") } == .notFound)
    }

    @Test("A secret is gone before the file of its endpoint, whose name the next one may take")
    func secretGoesFirst() async throws {
        let store = MemorySessionStore()
        store.setClientSecret(Redacted("s3cret"), ofEndpoint: "lab")
        let keeper = LocalKeeper(
            store: .open(store), endpoints: WriteProtectedEndpoints(endpoint: try Sample.endpoint()),
            client: StubAuthClient(), clock: ManualClock())
        try await keeper.load()
        let refusal = await #expect(throws: KeeperError.self) { try await keeper.removeEndpoint(named: "lab") }
        #expect(refusal?.message == RecordingStore.diskFull.message)
        #expect(store.clientSecret(ofEndpoint: "lab") == nil)
        #expect(await keeper.snapshots().map(\.id) == [Sample.id])
    }

    @Test("Removing an endpoint waits for its refreshes and ends its sign-ins")
    func removeEndpointInUse() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        _ = try await bench.keeper.beginSignIn(bench.plan(SessionID(endpoint: "lab", label: "new")))
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        let removal = Task.immediate { try await bench.keeper.removeEndpoint(named: "lab") }
        await bench.hasTakenWhatWasAsked()
        #expect(bench.endpoints.load().endpoints.count == 1)
        bench.client.refreshes.open()
        try await removal.value
        _ = try? await refresh.value
        #expect(await bench.keeper.snapshots().isEmpty)
        #expect(try bench.store.records().isEmpty)
        #expect(receiver.isClosed)
    }

    @Test("A sign-in that was still discovering when its endpoint was removed does not bring it back")
    func removedWhileDiscovering() async throws {
        let bench = try await KeeperBench()
        let receiver = StubRedirectReceiver()
        bench.client.script { $0.receiver = receiver }
        bench.client.discoveries.close()
        let begin = Task { try await bench.keeper.beginSignIn(bench.plan()) }
        try await until("it discovers") { bench.client.discoveries.held == 1 }
        try await bench.keeper.removeEndpoint(named: "lab")
        bench.client.discoveries.open()
        await #expect(throws: KeeperError.self) { try await begin.value }
        #expect(receiver.isClosed)
        #expect(await bench.keeper.snapshots().isEmpty)
    }

    @Test("A sign-in that begins while the tokens are revoked goes on, or is cancelled", arguments: [true, false])
    func signInWhileSigningOut(goesOn: Bool) async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.client.revocations.close()
        let signOut = Task { try await bench.keeper.signOut(Sample.id) }
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        if !goesOn { await bench.keeper.cancelSignIn(pending.id) }
        #expect(await bench.state() == (goesOn ? .signingIn : .live))
        bench.client.revocations.open()
        _ = try await signOut.value
        #expect(await bench.state() == (goesOn ? .signingIn : .signedOut))
        guard goesOn else { return }
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(try await bench.keeper.finishSignIn(pending.id).state == .live)
    }

    @Test("An added endpoint is on the list, and its name is taken")
    func addEndpoint() async throws {
        let bench = try await KeeperBench()
        try await bench.keeper.add(Sample.endpoint("new"))
        #expect(await bench.keeper.snapshots().map(\.id.endpoint) == ["lab", "new"])
        #expect(await bench.refusal { try await bench.keeper.add(Sample.endpoint("new")) } == .failed)
    }

    @Test(
        "A session whose endpoint names another server or client than at sign-in is not used, nor anything sent for it",
        arguments: [("https://fhir.other.org/r4", "client-1"), ("https://fhir.example.org/r4", "client-2")])
    func changedEndpoint(baseURL: String, client: String) async throws {
        let endpoint = try Sample.endpoint(baseURL: baseURL, client: client)
        let bench = try await KeeperBench([Sample.record()], endpoints: [endpoint])
        await bench.keeper.start()
        #expect(await bench.state() == .misconfigured)
        #expect(await bench.refusal { _ = try await bench.token() } == .refused)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .refused)
        bench.clock.advance(by: 9_000)
        #expect(await bench.refusal { _ = try await bench.token() } == .refused)
        #expect(bench.client.calls.isEmpty)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-0"))
    }
}

/// An endpoint whose file cannot be removed.
private struct WriteProtectedEndpoints: EndpointSource {
    let endpoint: Endpoint

    func load() -> ConfiguredEndpoints { ConfiguredEndpoints(endpoints: [endpoint]) }
    func load(_ name: String) -> Endpoint { endpoint }
    func add(_ endpoint: Endpoint) throws(KeeperError) { throw KeeperError(RecordingStore.diskFull) }
    func remove(_ name: String) throws(KeeperError) { throw KeeperError(RecordingStore.diskFull) }
}
