import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Handing out access tokens")
struct HandOffTests {
    @Test("A valid token is handed out without a request, with all that goes with it, and noted")
    func validToken() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let token = try await bench.keeper.accessToken(for: Sample.id, minimumValidity: 60, program: "curl\u{1B}[2J")
        #expect(token.token == Redacted("access-0"))
        #expect(token.tokenType == "Bearer")
        #expect(token.expiresAt == Sample.after(3_600))
        #expect(token.scope == Sample.requested)
        #expect(token.baseURL == (try Sample.baseURL()))
        #expect(bench.client.calls.isEmpty)
        let entry = try #require(await bench.keeper.log(last: 1).first)
        #expect(entry.kind == .handedOff)
        #expect(entry.session == Sample.id)
        #expect(entry.message.contains("curl") && !entry.message.contains("\u{1B}"))
    }

    @Test(
        "A valid token whose hand-off the disk does not record is handed out, told as such, and recorded once it can be"
    )
    func unrecorded() async throws {
        let bench = try await KeeperBench([Sample.record()])
        bench.store.refuse([.append])
        let token = try await bench.keeper.accessToken(for: Sample.id, minimumValidity: 60, program: "curl")
        #expect(token.token == Redacted("access-0"))
        #expect(token.recordingProblem?.contains("no space left") == true)
        try await bench.keeper.refresh(Sample.id)
        #expect(await bench.keeper.log(last: 10).isEmpty)
        bench.store.refuse([])
        await bench.keeper.finish()
        let entry = try #require(await bench.keeper.log(last: 10).last)
        #expect(entry.kind == .handedOff && entry.message.contains("curl"))
    }

    @Test("A token that does not live long enough is renewed first")
    func minimumValidity() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(600))
        #expect(try await bench.token(validFor: 3_000) == "access-0")
        #expect(try await bench.token(validFor: 3_001) == "access-1")
        #expect(await bench.refusal { _ = try await bench.token(validFor: 3_601) } == .failed)
        #expect(await bench.refusal { _ = try await bench.token(validFor: 1e300) } == .failed)
    }

    @Test("A token in its last seconds is not handed out, however little is asked for")
    func lastSeconds() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_591))
        #expect(try await bench.token(validFor: 0) == "access-1")
    }

    @Test("A token that lives for seconds only is handed out in its first half")
    func shortLives() async throws {
        let bench = try await KeeperBench([Sample.record(of: Sample.response(lifetime: 4))], at: Sample.after(1))
        #expect(try await bench.token(validFor: 0) == "access-0")
    }

    @Test("While a renewal is under way ahead of expiry, the old token is handed out without waiting")
    func renewalAhead() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_300))
        bench.client.refreshes.close()
        #expect(try await bench.token() == "access-0")
        try await until("the renewal has begun") { bench.client.refreshes.held == 1 }
        bench.client.refreshes.open()
        try await until("it is renewed") { await bench.snapshot()?.refreshCount == 1 }
    }

    @Test("One who no longer waits for a renewal leaves it to the others")
    func impatience() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.refreshes.close()
        let keeper = bench.keeper
        let callers: [@Sendable () async throws -> Void] = [
            { _ = try await keeper.accessToken(for: Sample.id, minimumValidity: 0, program: "test") },
            { try await keeper.refresh(Sample.id) },
            { try await keeper.confirmPatient(of: Sample.id) },
            { try await keeper.signOut(Sample.id) },
        ]
        let patient = Task { try await bench.token() }
        try await until("the renewal has begun") { bench.client.refreshes.held == 1 }
        for caller in callers {
            let impatient = Task.immediate { try await caller() }
            await bench.hasTakenWhatWasAsked()
            impatient.cancel()
            let refusal = await #expect(throws: KeeperError.self) { try await impatient.value }
            #expect(refusal?.code == .cancelled)
        }
        bench.client.refreshes.open()
        #expect(try await patient.value == "access-1")
        #expect(bench.client.refreshTokensSent == ["refresh-0"])
    }

    @Test("What cannot be handed out is refused with the code of its reason")
    func refusals() async throws {
        let alone = try Sample.record(access: .none, of: Sample.response(refreshToken: nil))
        let bench = try await KeeperBench([alone], endpoints: [Sample.endpoint(), Sample.endpoint("empty")])
        func refusal(_ name: String) async throws -> KeeperError.Code? {
            let id = try #require(SessionID(name))
            return await bench.refusal { _ = try await bench.token(id) }
        }
        #expect(try await refusal("elsewhere") == .notFound)
        #expect(try await refusal("lab:nobody") == .notFound)
        #expect(try await refusal("empty") == .signInNeeded)
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .signInNeeded)
        bench.clock.advance(by: 3_600)
        #expect(try await refusal("lab") == .signInNeeded)
        #expect(await bench.state() == .lapsed)
    }

    @Test("A refused client is code refused, a refused grant sign-in needed, a lasting unexplained refusal too")
    func refusalsOfTheServer() async throws {
        for (failure, code) in [
            (Sample.clientRefused, KeeperError.Code.refused), (Sample.grantRefused, .signInNeeded),
            (Sample.unavailable, .unavailable), (Sample.unexplained, .unavailable),
        ] {
            let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
            bench.client.script { $0.refreshes = [failure, failure].map { .failure($0) } }
            #expect(await bench.refusal { _ = try await bench.token() } == code)
        }
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.script { $0.refreshes = [.failure(Sample.unexplained), .failure(Sample.unexplained)] }
        for code in [KeeperError.Code.unavailable, .signInNeeded] {
            #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == code)
            bench.clock.advance(by: 300)
        }
    }

    @Test("No error and no log entry quotes a token")
    func nothingIsQuoted() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.script { $0.refreshes = [.failure(Sample.grantRefused)] }
        var said = ""
        do { _ = try await bench.token() } catch { said += "\(error) \(String(reflecting: error))" }
        said += "\(await bench.keeper.log(last: 100)) \(await bench.keeper.snapshots())"
        #expect(said.contains("invalid_grant"))
        #expect(!said.contains("access-0") && !said.contains("refresh-0"))
    }

    @Test("Several sessions at one endpoint are told apart by their labels")
    func labels() async throws {
        let ann = SessionID(endpoint: "lab", label: "ann")
        let bob = SessionID(endpoint: "lab", label: "bob")
        let records = try [
            Sample.record(ann, of: Sample.response(refreshToken: "of-ann")),
            Sample.record(bob, of: Sample.response(refreshToken: "of-bob")),
        ]
        let bench = try await KeeperBench(records)
        #expect(await bench.keeper.snapshots().map(\.id) == [ann, bob])
        bench.client.script { $0.refreshes = [.success(Sample.response(number: 9))] }
        try await bench.keeper.refresh(bob)
        #expect(bench.client.refreshTokensSent == ["of-bob"])
        #expect(try await bench.token(bob) == "access-9")
        #expect(try await bench.token(ann) == "access-0")
        #expect(await bench.refusal { _ = try await bench.token(Sample.id) } == .signInNeeded)
    }

    @Test("A missing client secret is told, and nothing is sent without it")
    func missingSecret() async throws {
        let endpoint = try Sample.endpoint(authentication: .clientSecretBasic)
        let bench = try await KeeperBench([Sample.record()], endpoints: [endpoint])
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        #expect(bench.client.calls.isEmpty)
        #expect(await bench.snapshot()?.reason?.contains("stoke endpoint secret lab") == true)

        try bench.store.setClientSecret(Redacted("s3cret"), ofEndpoint: "lab")
        try await bench.keeper.refresh(Sample.id)
        #expect(
            bench.client.calls == [
                .refresh(token: "refresh-0", endpoint: Sample.tokenEndpoint, client: "client-1", secret: "s3cret")
            ])
    }
}
