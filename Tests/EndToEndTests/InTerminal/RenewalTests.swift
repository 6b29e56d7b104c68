import Foundation
import Sandbox
import TestSupport
import Testing

extension InTerminal {
    @Suite("Renewing", .timeLimit(.minutes(5)))
    struct RenewalTests {
        @Test("The countdown reaches the renewal, the refresh token rotates, and the session is live throughout")
        func countdown() async throws {
            let home = try await TestHome()
            let options = SandboxOptions(lifetimes: TokenLifetimes(access: 8))
            try await TestSandbox.with(options) { sandbox in
                let control = sandbox.running.control
                try await home.succeed("endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test")
                try await sandbox.signIn("clinic", in: home)
                let first = await control.honouredRefreshTokens.map(\.token)
                #expect(first.count == 1)

                let terminal = try TmuxTerminal.stoke(in: home)
                try await terminal.waitFor("● live")
                var seconds: [Int] = []
                var moments: Set<String> = []
                try await terminal.waitFor("the renewal in the events") { screen in
                    guard let row = screen.row(of: "clinic") else { return false }
                    if let match = row.firstMatch(of: #/offline +(\d+)s\s/#), let left = Int(match.1) {
                        seconds.append(left)
                    }
                    if !row.contains("● live") { moments.insert(String(row)) }
                    return screen.contains("renewed, with a new refresh token")
                }
                #expect(moments.isEmpty, "the session was not live all the time")
                let countedDown = zip(seconds, seconds.dropFirst()).filter { $0 > $1 }
                #expect(!countedDown.isEmpty, "no second went by on the screen: \(seconds)")
                let second = await control.honouredRefreshTokens.map(\.token)
                #expect(second.count == 1)
                #expect(second != first)

                // And on it goes.
                let before = await control.tokenRequests(grantType: "refresh_token")
                try await until("the next renewal", before: terminal.deadline) {
                    await control.tokenRequests(grantType: "refresh_token") > before
                }
                try await terminal.waitFor(/renewed +\d\d:\d\d:\d\d, [2-9] times/)
                #expect(try terminal.text().row(of: "clinic")?.contains("● live") == true)
            }
        }

        @Test("r renews at once")
        func atOnce() async throws {
            let home = try await TestHome()
            try await TestSandbox.with { sandbox in
                try await home.succeed("endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test")
                try await sandbox.signIn("clinic", in: home)
                let first = await sandbox.running.control.honouredRefreshTokens.map(\.token)
                let terminal = try TmuxTerminal.stoke(in: home)
                try await terminal.waitFor("● live")
                try terminal.press("r")
                try await terminal.waitFor("Renewed clinic")
                #expect(await sandbox.running.control.honouredRefreshTokens.map(\.token) != first)
            }
        }
    }
}
