import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("A guest beside the keeper of a home")
struct GuestStoreTests {
    private let id = SessionID(endpoint: "lab")
    private let vault = MemorySessionStore()

    /// A guest over a vault with one session that is lapses in 8 minutes, which nobody was warned of yet.
    private func guest() async throws -> LocalKeeper {
        let baseURL = try FHIRBaseURL("https://fhir.example.org/r4")
        var server = DiscoveredServer(baseURL: baseURL)
        server.tokenEndpoint = "https://auth.example.org/token"
        let response = TokenResponse(
            accessToken: Redacted("access"), lifetime: 3_600, refreshToken: Redacted("refresh"),
            refreshDeadline: .after(3_600))
        let record =
            SessionRecord(
                id,
                accepting: SessionRecord.Grant(
                    response: response, requestedScopes: "openid offline_access", requestedAccess: .offline,
                    clientID: "client", server: server, tokenEndpoint: "https://auth.example.org/token", identity: nil),
                at: Date().addingTimeInterval(-3_100))
        vault.commit([.save(record)])
        let keeper = LocalKeeper(
            store: .open(GuestStore(vault, keptBy: "stoke (process 4242)")),
            endpoints: MemoryEndpoints([
                Endpoint(name: "lab", baseURL: baseURL, client: Endpoint.Client(id: "client"))
            ]), client: HTTPAuthClient(transport: NoNetwork()))
        try await keeper.load()
        return keeper
    }

    @Test("A valid token is handed out, and nothing but the hand-off is written")
    func handsOut() async throws {
        let keeper = try await guest()
        let before = vault.sessions()
        let token = try await keeper.accessToken(for: id, minimumValidity: 60, program: "test")
        #expect(token.token == Redacted("access"))
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
