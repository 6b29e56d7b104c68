import Foundation
import Testing

extension InTerminal {
    @Suite("A server that dies", .timeLimit(.minutes(5)))
    struct LostServerTests {
        @Test("Killed in the midst of a renewal: the session goes stale with its reason, and its refresh token is kept")
        func killedDuringRenewal() async throws {
            let home = try await TestHome()
            let server = try StokeProcess(
                ["sandbox", "--port", "0", "--access-lifetime", "8", "--fault", "slow=300,on=refresh"],
                environment: home.environment)
            defer { server.send(SIGKILL) }
            let baseURL = try #require(await server.firstLine())
            try await home.succeed("endpoint", "add", "clinic", baseURL, "--client-id", "test")
            let browser = try FakeBrowser()
            let login = try home.start(["login", "clinic", "--no-browser"])
            try await browser.signIn(at: try #require(await login.firstLine()), as: "camila")
            #expect(await login.finish().status == 0)

            let terminal = try TmuxTerminal.stoke(in: home)
            try await terminal.waitFor("renewing")
            server.send(SIGKILL)
            let screen = try await terminal.waitFor("▲ stale")
            #expect(screen.contains(/state +▲ stale +\S.*connection/), "\(screen)")
            #expect(screen.contains(/last error +\d\d:\d\d:\d\d .*connection/), "\(screen)")

            // It goes on trying with the token that it has: nothing was lost, and nobody has to sign in.
            let status = try await home.status(of: "clinic")
            #expect(status["state"] as? String == "stale")
            #expect((status["reason"] as? String)?.contains("connection") == true, "\(status)")
            try await terminal.waitFor(/again in \d+s/)
            try terminal.press("q")
            #expect(try await terminal.waitForExit() == 0)
            let token = try await home.run("token", "clinic")
            #expect(token.status == 5, "\(token)")
            #expect(token.output.isEmpty)
        }
    }
}
