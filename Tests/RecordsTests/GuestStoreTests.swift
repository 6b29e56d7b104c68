import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A guest beside the keeper of a home")
struct GuestStoreTests {
    private let id = Sample.id
    private let vault = MemorySessionStore()

    /// A guest over a vault with one session that lapses in 8 minutes, which nobody was warned of yet.
    private func guest() async throws -> LocalKeeper {
        let record = try Sample.record(
            received: Date().addingTimeInterval(-3_100), of: Sample.response(refreshDeadline: .after(3_600)))
        vault.commit([.save(record)])
        let keeper = LocalKeeper(
            store: .open(GuestStore(vault, keptBy: "stoke (process 4242)")),
            endpoints: MemoryEndpoints([try Sample.endpoint()]), client: HTTPAuthClient(transport: NoNetwork()))
        try await keeper.load()
        return keeper
    }

    @Test("A valid token is handed out, and nothing but the hand-off is written")
    func handsOut() async throws {
        let keeper = try await guest()
        let before = vault.sessions()
        let token = try await keeper.accessToken(for: id, minimumValidity: 60, program: "test")
        #expect(token.token == Redacted("access-0"))
        #expect(vault.sessions() == before && vault.sessions().allSatisfy { $0.markedAt == nil })
        #expect(vault.log(last: 10).map(\.kind) == [.handedOff])
    }

    @Test("Renewing is left to the keeper, which the refusal names")
    func leavesRenewing() async throws {
        let keeper = try await guest()
        let failure = await #expect(throws: KeeperError.self) {
            try await keeper.accessToken(for: id, minimumValidity: 3_000, program: "test")
        }
        #expect(failure?.code == .unavailable)
        #expect(failure?.message.contains("process 4242") == true)
        #expect(vault.sessions().allSatisfy { $0.markedAt == nil } && vault.log(last: 10).isEmpty)
    }
}

/// A guest sends nothing.
private struct NoNetwork: HTTPTransport {
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        Issue.record("a request was sent to \(request.address.text)")
        throw TransportError(.unreachable, "there is no network here", requestWasSent: false)
    }

    func shutdown() async {}
}
