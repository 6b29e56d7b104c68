import Foundation
import Sandbox
import Testing

@Suite("A vault that does not take what it should", .timeLimit(.minutes(2)))
struct StoreFaultTests {
    /// Runs a command under a limit to the size of files, in KiB.
    private func limited(to size: Int, _ arguments: String..., in home: TestHome) async throws -> StokeProcess.Ending {
        try await StokeProcess(
            [
                "-c", "ulimit -f \(size); exec \"$0\" \"$@\"", StokeProcess.binary.path,
            ] + arguments, program: URL(filePath: "/bin/bash"), environment: home.environment
        ).finish()
    }

    @Test("A file size limit under which nothing can be marked sends nothing, names it, and hands out what is valid")
    func sizeLimit() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "sand", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("sand", in: home)
            let token = try await home.succeed("token", "sand").output
            let refused = try await limited(to: 1, "refresh", "sand", in: home)
            #expect(refused.status == 5 && refused.errors.contains("ulimit -f"), "\(refused)")
            #expect(!refused.errors.contains("disk is full"))
            let valid = try await limited(to: 1, "token", "sand", in: home)
            #expect(valid.status == 0 && valid.output == token, "\(valid)")
            let status = try await limited(to: 1, "status", "--json", in: home)
            #expect(status.status == 0 && status.output.contains("\"live\""), "\(status)")
            // The old token was not spent meanwhile.
            try await home.succeed("refresh", "sand")
        }
    }
}
