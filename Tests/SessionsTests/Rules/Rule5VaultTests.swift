import Foundation
import Records
import SMART
import TestSupport
import Testing
import Vault

@testable import Sessions

@Suite("Online refresh tokens in a real vault")
struct Rule5VaultTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "stoke-rule-5-\(UUID().uuidString)", isDirectory: true)

    /// What a keeper's sessions are in the vault after one refresh each, once it has ended and the vault was opened anew.
    private func recordsAfterRefresh(_ records: [SessionRecord]) async throws -> [SessionRecord] {
        let file = VaultFile(at: folder.appendingPathComponent("vault.sqlite"))
        let passphrase = Redacted("open sesame")
        let store = try file.create(
            key: .passphrase(passphrase), cost: ScryptCost(rounds: 16, blockSize: 8, parallelism: 1))
        let client = StubAuthClient()
        let keeper = LocalKeeper(
            store: .open(store), endpoints: MemoryEndpoints([try Sample.endpoint()]), client: client,
            clock: ManualClock())
        try await keeper.load()
        for record in records {
            client.script { $0.exchange = .success(record.response) }
            let pending = try await keeper.beginSignIn(
                SignInPlan(session: record.id, access: record.details.requestedAccess, scopes: Endpoint.defaultScopes))
            try await keeper.paste("the-code", into: pending.id)
            _ = try await keeper.finishSignIn(pending.id)
            try await keeper.refresh(record.id)
        }
        await keeper.finish()
        store.close()
        return try file.open(passphrase: passphrase).records()
    }

    @Test("Rule 5: online refresh tokens never reach the vault, and offline ones do")
    func onlineNeverReachesTheVault() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let offline = try Sample.record(SessionID(endpoint: "lab", label: "offline"))
        let online = try Sample.record(
            SessionID(endpoint: "lab", label: "online"), access: .online,
            of: Sample.response(scope: "patient/*.rs online_access"))

        let kept = try await recordsAfterRefresh([offline, online])

        #expect(kept.map(\.id) == [offline.id, online.id])
        #expect(kept.map { $0.accessToken?.reveal() } == ["access-1", "access-2"])
        #expect(kept.map { $0.refreshToken?.reveal() } == ["refresh-1", nil])
    }
}

extension SessionRecord {
    /// The token response that this record was made of.
    fileprivate var response: TokenResponse {
        TokenResponse(
            accessToken: accessToken ?? Redacted(""), lifetime: 3_600, scope: details.grantedScopes,
            refreshToken: refreshToken, context: details.context)
    }
}
