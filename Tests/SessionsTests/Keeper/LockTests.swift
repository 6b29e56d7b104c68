import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Locking and unlocking")
struct LockTests {
    private func unlocked(_ records: [SessionRecord]) async throws -> KeeperBench {
        let bench = try await KeeperBench(records, locked: true)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        return bench
    }

    @Test("A locked vault shows its endpoints as locked, and everything that wants it is refused")
    func locked() async throws {
        let bench = try await KeeperBench([Sample.record()], locked: true)
        let keeper = bench.keeper
        #expect(await bench.state() == .locked)
        #expect(await bench.refusal { _ = try await bench.token() } == .vaultLocked)
        #expect(await bench.refusal { try await keeper.refresh(Sample.id) } == .vaultLocked)
        #expect(await bench.refusal { try await keeper.signOut(Sample.id) } == .vaultLocked)
        #expect(await bench.refusal { _ = try await keeper.beginSignIn(bench.plan()) } == .vaultLocked)
        #expect(await bench.refusal { try await keeper.confirmPatient(of: Sample.id) } == .vaultLocked)
        #expect(await bench.refusal { try await keeper.removeEndpoint(named: "lab") } == .vaultLocked)
        #expect(bench.client.calls.isEmpty)
    }

    @Test("The wrong passphrase is told as such, and the right one works after it")
    func passphrase() async throws {
        let bench = try await KeeperBench([Sample.record()], locked: true)
        let wrong = Redacted("wrong")
        #expect(await bench.refusal { try await bench.keeper.unlock(passphrase: wrong) } == .wrongPassphrase)
        #expect(await bench.state() == .locked)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(try await bench.token() == "access-0")
    }

    @Test("An unlocking that cannot read the vault leaves it locked, and may be tried again")
    func unreadable() async throws {
        let bench = try await KeeperBench([Sample.record()], locked: true)
        bench.store.refuse([.read])
        await #expect(throws: KeeperError.self) {
            try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        }
        #expect(await bench.state() == .locked)
        bench.store.refuse([])
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(try await bench.token() == "access-0")
    }

    @Test("A keeper that runs renews what is due as soon as it is unlocked")
    func renewsOnUnlock() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600), locked: true)
        await bench.keeper.start()
        #expect(bench.client.calls.isEmpty)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        try await until("it is renewed") { await bench.snapshot()?.refreshCount == 1 }
    }

    @Test("Locking waits for the refresh in flight, stores its answer, and forgets it")
    func waitsForRefresh() async throws {
        let bench = try await unlocked([Sample.record()])
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        let lock = Task.immediate { try await bench.keeper.lock() }
        await bench.hasTakenWhatWasAsked()
        #expect(await bench.state() == .live)
        bench.client.refreshes.open()
        try await lock.value
        _ = try? await refresh.value
        #expect(await bench.state() == .locked)
        #expect(await bench.snapshot()?.context.patient == nil)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(try await bench.token() == "access-1")
    }

    @Test("A pair that the disk refused outlives locking, and is stored on unlocking")
    func unsavedOutlivesLocking() async throws {
        let bench = try await unlocked([Sample.record()])
        bench.store.refuse([.save])
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .failed)
        try await bench.keeper.lock()
        #expect(await bench.state() == .locked)

        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(await bench.refusal { _ = try await bench.token() } == .failed)
        try await bench.keeper.lock()

        bench.store.refuse([])
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-1"))
        #expect(try await bench.token() == "access-1")
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
    }

    @Test("A sign-in under way ends with locking, and what it brought after is revoked")
    func lockDuringSignIn() async throws {
        let bench = try await unlocked([])
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        try await bench.keeper.paste("the-code", into: pending.id)
        bench.client.exchanges.close()
        let signIn = Task { try await bench.keeper.finishSignIn(pending.id) }
        try await until("the code is at the server") { bench.client.exchanges.held == 1 }
        try await bench.keeper.lock()
        bench.client.exchanges.open()
        await #expect(throws: KeeperError.self) { try await signIn.value }
        #expect(await bench.state() == .locked)
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0"])
    }

    @Test("Locking waits for a sign-out, which is done when the vault is opened again")
    func lockDuringSignOut() async throws {
        let bench = try await unlocked([Sample.record()])
        bench.client.revocations.close()
        let signOut = Task { try await bench.keeper.signOut(Sample.id) }
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        let lock = Task.immediate { try await bench.keeper.lock() }
        await bench.hasTakenWhatWasAsked()
        bench.client.revocations.open()
        try await lock.value
        _ = try await signOut.value
        #expect(await bench.state() == .locked)
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        #expect(await bench.state() == .signedOut)
    }

    @Test("A sign-in that begins while a renewal is waited for is cancelled too")
    func signInWhileLocking() async throws {
        let bench = try await unlocked([Sample.record()])
        bench.client.refreshes.close()
        let refresh = Task { try await bench.keeper.refresh(Sample.id) }
        try await until("the refresh is at the server") { bench.client.refreshes.held == 1 }
        let lock = Task.immediate { try await bench.keeper.lock() }
        await bench.hasTakenWhatWasAsked()
        let pending = try await bench.keeper.beginSignIn(bench.plan())
        bench.client.refreshes.open()
        try await lock.value
        _ = try? await refresh.value
        #expect(await bench.refusal { try await bench.keeper.paste("the-code", into: pending.id) } == .notFound)
        #expect(await bench.state() == .locked)
    }

    @Test("A vault that was opened without a passphrase stays open, and says so")
    func openVault() async throws {
        let bench = try await KeeperBench([Sample.record()])
        #expect(await bench.refusal { try await bench.keeper.lock() } == .failed)
        #expect(try await bench.token() == "access-0")
    }
}
