import Foundation
import SMART
import Sandbox
import Testing

/// A token shows up where it was asked for and nowhere else.
@Suite("Canary tokens", .timeLimit(.minutes(5)))
struct CanaryTests {
    @Test("No token is in errors, status, logs, arguments or the files of the home")
    func nowhere() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "canary", sandbox.running.baseURL, "--client-id", "test")
            var written = try await sandbox.signIn("canary", in: home).everything
            var secrets = try await tokens(of: sandbox, in: home)
            written += try await home.run("refresh", "canary").everything
            secrets.formUnion(try await tokens(of: sandbox, in: home))

            await sandbox.running.control.setFaults([FaultRule(.oauthError("server_error"), on: .refresh)])
            let failing = try home.start(["refresh", "canary"])
            let processes = Set(try runningCommandLines())
            written += await failing.finish().everything
            for fault in [SandboxFault.captivePortal, .dropAfter, .bareRefusal, .status(500, retryAfter: nil)] {
                await sandbox.running.control.setFaults([FaultRule(fault, on: .refresh)])
                written += try await home.run("refresh", "canary").everything
            }
            written += try await home.run("status", "--json").everything
            written += try await home.run("get", "canary", "Patient/nobody").everything

            #expect(!secrets.isEmpty)
            for secret in secrets {
                #expect(!written.contains(secret), "a token was printed")
                #expect(!processes.contains { $0.contains(secret) }, "a token is in a command line")
                #expect(
                    try !files(of: home).contains { $0.range(of: Data(secret.utf8)) != nil }, "a token is in a file")
            }
        }
    }

    @Test("A process that holds tokens leaves no core dump")
    func coreDumps() async throws {
        let home = try await TestHome(vault: false)
        let sandbox = try home.start(["sandbox", "--port", "0"])
        _ = try #require(await sandbox.firstLine())
        let limits = try String(contentsOfFile: "/proc/\(sandbox.processID)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ").suffix(3).prefix(2) == ["0", "0"])
        sandbox.send(SIGTERM)
        #expect(await sandbox.finish().status == 0)
    }

    /// The access token that Stoke holds and the refresh tokens that the sandbox honours.
    private func tokens(of sandbox: TestSandbox, in home: TestHome) async throws -> Set<String> {
        let access = try await home.succeed("token", "canary").output.trimmingCharacters(in: .newlines)
        let refresh = await sandbox.running.control.honouredRefreshTokens.map { $0.token.reveal() }
        return Set(refresh + [access])
    }

    private func runningCommandLines() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap {
            try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)
        }
    }

    private func files(of home: TestHome) throws -> [Data] {
        let files = FileManager.default.enumerator(at: home.folder, includingPropertiesForKeys: [.isRegularFileKey])
        return (files?.allObjects as? [URL] ?? []).compactMap { try? Data(contentsOf: $0) }
    }
}

extension StokeProcess.Ending {
    fileprivate var everything: String { output + errors }
}
