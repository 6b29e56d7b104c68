import Foundation
import Sandbox
import Testing
import Vault

extension InTerminal {
    /// The keeper is killed while it renews every second.
    @Suite("Kill -9", .timeLimit(.minutes(30)))
    struct KillTests {
        @Test(
            "200 kills at random moments: the session is usable or truthfully interrupted, and no honoured token is lost"
        )
        func twoHundredKills() async throws {
            let home = try await TestHome()
            // Two seconds of lifetime are renewed after one; a slow answer makes the moment of the rotation longer.
            let options = SandboxOptions(
                lifetimes: TokenLifetimes(access: 2), faults: [FaultRule(.slow(0.02), on: .refresh)])
            try await TestSandbox.with(options) { sandbox in
                try await home.succeed("endpoint", "add", "victim", sandbox.running.baseURL, "--client-id", "test")
                try await sandbox.signIn("victim", in: home)
                var random = SystemRandomNumberGenerator()
                for _ in 0..<200 {
                    try await runAndKill(home, sandbox, using: &random)
                    try await checkWhatIsLeft(in: home, sandbox)
                }
            }
        }

        /// Runs the full-screen manager until it has begun a renewal, and kills it up to 60 ms later.
        private func runAndKill(
            _ home: TestHome, _ sandbox: TestSandbox, using random: inout SystemRandomNumberGenerator
        ) async throws {
            let control = sandbox.running.control
            let before = await control.tokenRequests(grantType: "refresh_token")
            let terminal = try TmuxTerminal.stoke(in: home)
            defer { terminal.kill() }
            let keeper = try terminal.processID()
            try await waitUntil("a renewal", before: terminal.deadline) {
                await control.tokenRequests(grantType: "refresh_token") > before
            }
            // Not a wait: the moment is random so that kills fall before, into and after the rotation.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...60, using: &random)))
            kill(keeper, SIGKILL)
            try await terminal.waitFor(value: "1", of: "#{pane_dead}")
        }

        private func checkWhatIsLeft(in home: TestHome, _ sandbox: TestSandbox) async throws {
            let token = try await home.run("token", "victim")
            if token.status == 0 {
                let read = try await home.run("get", "victim", "Patient/camila-lopez")
                #expect(read.status == 0, "the token that was handed out does not work: \(read)")
                return
            }
            #expect(token.status == 3, "\(token)")
            let status = try await home.status(of: "victim")
            #expect(status["state"] as? String == "interrupted", "\(status)")
            let honoured = await sandbox.running.control.honouredRefreshTokens
            #expect(honoured.isEmpty, "the sandbox still honours a token that was lost")
            try await sandbox.signIn("victim", in: home)
        }
    }
}
