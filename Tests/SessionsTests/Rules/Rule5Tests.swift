import Foundation
import Records
import SMART
import Testing

@testable import Sessions

@Suite("Online refresh tokens end with the keeper")
struct Rule5Tests {
    @Test(
        "Rule 5: only an offline refresh token may be written down",
        arguments: [
            (AccessMode.offline, "patient/*.rs offline_access", true), (.online, "patient/*.rs online_access", false),
            (.offline, "patient/*.rs online_access", false), (.offline, "patient/*.rs", true),
            (.online, "patient/*.rs", false), (.none, "patient/*.rs", false),
        ] as [(AccessMode, ScopeSet, Bool)])
    func onlyOfflineIsKept(asked: AccessMode, granted: ScopeSet, isKept: Bool) throws {
        let record = try Sample.record(access: asked, of: Sample.response(scope: granted))
        #expect(record.keepsRefreshToken == isKept)
    }

    @Test("Rule 5: an online session is renewed while its keeper lives")
    func renewedWhileTheKeeperLives() async throws {
        let bench = try await KeeperBench(
            [Sample.record(access: .online, of: Sample.response(scope: "patient/*.rs online_access"))],
            at: Sample.after(3_600))
        #expect(try await bench.token() == "access-1")
        #expect(bench.store.record(of: Sample.id)?.keepsRefreshToken == false)
    }

    @Test("Rule 5: in the next keeper it lives as long as its access token, and says why it lapsed")
    func nextKeeper() async throws {
        var left = try Sample.record(access: .online, of: Sample.response(scope: "patient/*.rs online_access"))
        left.refreshToken = nil
        let bench = try await KeeperBench([left])
        #expect(try await bench.token() == "access-0")
        await bench.keeper.start()
        bench.clock.advance(by: 3_600)
        try await until("it lapses") { await bench.state() == .lapsed }
        #expect(await bench.snapshot()?.reason == "online access ended with the Stoke that held it")
    }
}
