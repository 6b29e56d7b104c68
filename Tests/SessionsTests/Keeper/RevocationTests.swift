import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("What is held no more is revoked, token by token")
struct RevocationTests {
    private static let unsupported = AuthFailure(
        .refused(OAuthError(code: "unsupported_token_type")), server: "auth.example.org",
        message: "auth.example.org answered “unsupported_token_type” (status 400)",
        cause: .refusal(OAuthError(code: "unsupported_token_type")))

    /// A bench with a session, whose next sign-in brings the pair of that number.
    private func bench(
        _ record: SessionRecord? = nil, number: Int = 7, endpoints: [Endpoint]? = nil
    ) async throws -> KeeperBench {
        let bench = try await KeeperBench([try record ?? Sample.record()], endpoints: endpoints)
        bench.client.script { $0.exchange = .success(Sample.response(number: number)) }
        return bench
    }

    @Test("Signing in again revokes both tokens of the grant before, once the new pair is durable")
    func grantBefore() async throws {
        let bench = try await bench()
        bench.client.revocations.close()
        let signIn = Task { try await bench.signIn() }
        try await until("the revocation is at the server") { bench.client.revocations.held == 1 }
        #expect(bench.store.record(of: Sample.id)?.refreshToken == Redacted("refresh-7"))
        bench.client.revocations.open()
        #expect(try await signIn.value.grantBefore == nil)
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0"])
        #expect(await bench.keeper.log(last: 1).first?.kind == .revoked)
        #expect(try await bench.token() == "access-7")
    }

    @Test("A grant before that the server does not revoke is told, and does not cost the sign-in")
    func grantLeft() async throws {
        var record = try Sample.record()
        record.details.revocationEndpoint = nil
        let without = try await bench(record)
        #expect(try await without.signIn().grantBefore?.contains("advertises no revocation") == true)
        let failing = try await bench()
        failing.client.script { $0.revocationFailure = Sample.unavailable }
        let snapshot = try await failing.signIn()
        #expect(snapshot.state == .live)
        #expect(snapshot.grantBefore?.contains("503 Service Unavailable") == true)
        #expect(await failing.keeper.log(last: 1).first?.message.contains("503 Service Unavailable") == true)
    }

    @Test("A server that gives the same refresh token again has one grant, which is not revoked")
    func sameTokens() async throws {
        let same = try await bench(number: 0)
        try await same.signIn()
        #expect(same.client.tokensRevoked.isEmpty)

        let sameAccess = try await bench()
        var response = Sample.response(number: 7)
        response.accessToken = Redacted("access-0")
        sameAccess.client.script { [response] in $0.exchange = .success(response) }
        try await sameAccess.signIn()
        #expect(sameAccess.client.tokensRevoked == ["refresh-0"])
    }

    @Test("What has ended by itself is not revoked")
    func nothingLeft() async throws {
        var record = try Sample.record()
        record.refreshToken = nil
        let bench = try await bench(record)
        bench.clock.advance(by: 9_000)
        #expect(try await bench.signIn().grantBefore == nil)
        #expect(bench.client.tokensRevoked.isEmpty)
    }

    @Test("The tokens of another server or client than the endpoint names now are sent nowhere, and it is told")
    func otherClient() async throws {
        let bench = try await bench(endpoints: [Sample.endpoint(client: "client-2")])
        #expect(try await bench.signIn().grantBefore?.contains("another client") == true)
        #expect(bench.client.tokensRevoked.isEmpty)
    }

    @Test("A server that ends the new grant with the one before is seen to, and spared the next time")
    func revokingEndsSuccessor() async throws {
        let bench = try await bench()
        try await bench.signIn()
        bench.client.script { $0.refreshes = [.failure(Sample.grantRefused)] }
        #expect(await bench.refusal { try await bench.keeper.refresh(Sample.id) } == .signInNeeded)
        #expect(await bench.snapshot()?.reason?.contains("with the grant before") == true)

        for number in [8, 9] {
            bench.client.script { $0.exchange = .success(Sample.response(number: number)) }
            try await bench.signIn()
        }
        #expect(bench.client.tokensRevoked == ["refresh-0", "access-0"])
        #expect(await bench.snapshot()?.grantBefore?.contains("was seen to end the new grant") == true)
    }

    @Test("A refusal long after a renewal worked is not blamed on the grant before")
    func survived() async throws {
        let bench = try await bench()
        try await bench.signIn()
        try await bench.keeper.refresh(Sample.id)
        bench.client.script { $0.refreshes = [.failure(Sample.grantRefused)] }
        _ = await bench.refusal { try await bench.keeper.refresh(Sample.id) }
        #expect(bench.store.record(of: Sample.id)?.details.revokingEndsSuccessor == nil)
    }

    @Test("Two tokens are two revocations: one that fails does not skip the other, and each is told")
    func each() async throws {
        let refresh = try await bench()
        refresh.client.script { $0.revocationFailures = [.refreshToken: Sample.unavailable] }
        let complaint = try await refresh.keeper.signOut(Sample.id)
        #expect(
            complaint?.contains("refresh token is not revoked: 503 Service Unavailable; the access token is") == true)
        #expect(refresh.client.tokensRevoked == ["refresh-0", "access-0"])

        let access = try await bench()
        access.client.script { $0.revocationFailures = [.accessToken: Sample.unavailable] }
        #expect(try await access.keeper.signOut(Sample.id)?.contains("the refresh token is revoked") == true)
    }

    @Test("A server that revokes refresh tokens only has done what it can")
    func refreshTokensOnly() async throws {
        let both = try await bench()
        both.client.script { $0.revocationFailures = [.accessToken: Self.unsupported] }
        #expect(try await both.keeper.signOut(Sample.id) == nil)

        var record = try Sample.record()
        record.refreshToken = nil
        let alone = try await bench(record)
        alone.client.script { $0.revocationFailures = [.accessToken: Self.unsupported] }
        #expect(try await alone.keeper.signOut(Sample.id)?.contains("revokes no access tokens") == true)
    }

    @Test(
        "Rule 5: an online refresh token that ends with its keeper, or with a lock, is revoked",
        arguments: [true, false])
    func online(isLocked: Bool) async throws {
        let bench = try await KeeperBench([], locked: isLocked)
        if isLocked { try await bench.keeper.unlock(passphrase: KeeperBench.passphrase) }
        let response = Sample.response(number: 7, scope: "patient/*.rs online_access")
        bench.client.script { $0.exchange = .success(response) }
        try await bench.signIn(access: .online)
        if isLocked { try await bench.keeper.lock() }
        #expect(await bench.keeper.finish().isEmpty)
        #expect(bench.client.tokensRevoked == ["refresh-7"], "its access token lives until it ends")
        #expect(bench.store.record(of: Sample.id)?.accessToken == Redacted("access-7"))
    }

    @Test("Rule 5: one that is not revoked is told at the end; an offline one stays")
    func onlineLeft() async throws {
        let bench = try await KeeperBench([Sample.record(SessionID(endpoint: "lab", label: "offline"))])
        let response = Sample.response(number: 7, scope: "patient/*.rs online_access")
        bench.client.script {
            $0.exchange = .success(response)
            $0.revocationFailure = Sample.unavailable
        }
        try await bench.signIn(access: .online)
        let complaints = await bench.keeper.finish()
        #expect(complaints.count == 1 && complaints[0].contains("503 Service Unavailable"))
        #expect(bench.client.tokensRevoked == ["refresh-7"])
    }
}
