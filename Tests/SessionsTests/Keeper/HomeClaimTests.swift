import AuthCore
import Foundation
import Records
import SMART
import Synchronization
import TestSupport
import Testing

@testable import Sessions

/// A right to a home that another process may have.
private final class StubClaim: HomeClaim {
    private struct State {
        var isHeld = false
        var isElsewhere = false
        var whenTaken: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())

    var isHeld: Bool { state.withLock { $0.isHeld } }

    /// Lets another process have it.
    func isElsewhere(_ isElsewhere: Bool) {
        state.withLock { $0.isElsewhere = isElsewhere }
    }

    /// Does something in the moment before it is taken, as another process would.
    func beforeTaking(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenTaken = action }
    }

    func take() async throws(KeeperError) {
        state.withLock { $0.whenTaken }()
        let isTaken = state.withLock { state in
            state.isHeld = !state.isElsewhere
            return state.isHeld
        }
        guard isTaken else { throw KeeperError(.unsafe, "another process keeps this home") }
    }

    func giveUp() {
        state.withLock { $0.isHeld = false }
    }
}

@Suite("The right to a home")
struct HomeClaimTests {
    private let claim = StubClaim()

    @Test("A sign-in takes the home when the person comes back, and not before")
    func takenWithTheCode() async throws {
        let bench = try await KeeperBench(claim: claim)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let waiting = Task { try await bench.keeper.finishSignIn(pending.id) }
        await bench.hasTakenWhatWasAsked()
        #expect(!claim.isHeld)
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(try await waiting.value.state == .live)
        #expect(claim.isHeld)
    }

    @Test("A home that another process keeps by then is left to it, and the code is not sent")
    func keptElsewhere() async throws {
        let bench = try await KeeperBench(claim: claim)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        claim.isElsewhere(true)
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(await bench.refusal { _ = try await bench.keeper.finishSignIn(pending.id) } == .unsafe)
        #expect(bench.client.calls.count == 1, "but for the discovery nothing is asked: \(bench.client.calls)")
        #expect(bench.store.record(of: Sample.id) == nil)
    }

    @Test("What others made of the session meanwhile is known before the code is traded")
    func readAgain() async throws {
        let bench = try await KeeperBench([Sample.record()], claim: claim)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        let store = bench.store
        claim.beforeTaking { try? store.commit([.remove(Sample.id)]) }
        bench.client.script { $0.exchange = .failure(Sample.failure(.passing(retryAfter: nil))) }
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(await bench.refusal { _ = try await bench.keeper.finishSignIn(pending.id) } == .unavailable)
        #expect(await bench.state() == .signedOut)
    }

    @Test("An endpoint that was given another client meanwhile gets no code")
    func endpointChanged() async throws {
        let bench = try await KeeperBench(claim: claim)
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        var endpoint = try Sample.endpoint()
        endpoint.client.id = "another"
        let (changed, endpoints) = (endpoint, bench.endpoints)
        claim.beforeTaking {
            endpoints.remove(changed.name)
            try? endpoints.add(changed)
        }
        try await bench.keeper.paste("the-code", into: pending.id)
        #expect(await bench.refusal { _ = try await bench.keeper.finishSignIn(pending.id) } == .failed)
        #expect(bench.client.calls.count == 1, "but for the discovery nothing is asked: \(bench.client.calls)")
    }

    @Test("A locked keeper keeps nobody out, and takes the home again after the passphrase")
    func locking() async throws {
        let bench = try await KeeperBench([Sample.record()], locked: true, claim: claim)
        #expect(!claim.isHeld)
        let wrong = Redacted("wrong")
        #expect(await bench.refusal { try await bench.keeper.unlock(passphrase: wrong) } == .wrongPassphrase)
        #expect(!claim.isHeld)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(claim.isHeld)
        try await bench.keeper.lock()
        #expect(!claim.isHeld)
        claim.isElsewhere(true)
        #expect(await bench.refusal { try await bench.keeper.unlock(passphrase: KeeperBench.passphrase) } == .unsafe)
        #expect(await bench.state() == .locked)
    }
}
