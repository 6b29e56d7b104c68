import Foundation
import Sandbox
import Testing

@Suite("Several commands on one home", .timeLimit(.minutes(5)))
struct SharedHomeTests {
    @Test("While a sign-in waits for its person, other commands go on, and what they did is not undone")
    func besideSignIn() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "sand", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("sand", in: home)
            let login = try home.start(["login", "sand:nurse", "--no-browser"])
            let again = try home.start(["login", "sand", "--no-browser"])
            let address = try #require(await login.firstLine())
            let addressAgain = try #require(await again.firstLine())
            try await home.succeed("refresh", "sand")
            try await home.succeed("vault", "lock")
            try await sandbox.open(sandbox.visit(address))
            #expect(await login.finish().status == 0)
            try await home.succeed("logout", "sand")
            #expect(try await home.status(of: "sand:nurse")["state"] as? String == "live")
            try await sandbox.open(sandbox.visit(addressAgain))
            #expect(await again.finish().status == 0)
            #expect(try await home.status(of: "sand")["state"] as? String == "live")
            #expect(try await home.status(of: "sand:nurse")["state"] as? String == "live")
        }
    }

    @Test("Eight programs that ask for an expired session's token at once get it for one renewal")
    func atOnce() async throws {
        let home = try await TestHome()
        let options = SandboxOptions(
            lifetimes: TokenLifetimes(access: 10), faults: [FaultRule(.slow(0.5), on: .refresh)])
        try await TestSandbox.with(options) { sandbox in
            try await home.succeed("endpoint", "add", "sand", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("sand", in: home)
            try await Task.sleep(for: .seconds(10.1))
            let programs = try (1...8).map { _ in try home.start(["token", "sand"]) }
            var tokens: Set<String> = []
            for program in programs {
                let ending = await program.finish()
                #expect(ending.status == 0, "\(ending)")
                tokens.insert(ending.output)
            }
            #expect(tokens.count == 1)
            #expect(await sandbox.running.control.tokenRequests(grantType: "refresh_token") == 1)
        }
    }
}
