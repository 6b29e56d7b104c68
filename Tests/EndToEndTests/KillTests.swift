import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// The keeper is killed while it renews every second.
///
/// Beside the stories in a terminal, not among them: it waits for renewals most of the time.
@Suite("Kill -9", .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"), .timeLimit(.minutes(30)))
struct KillTests {
    /// How often each outcome was met.
    private struct Tally {
        var usable = 0
        var interrupted = 0

        static func += (sum: inout Tally, other: Tally) {
            sum.usable += other.usable
            sum.interrupted += other.interrupted
        }
    }

    @Test(
        "200 kills at random moments: the session is usable or truthfully interrupted, and no honoured token is lost",
        .replayable)
    func twoHundredKills() async throws {
        // Most of the time is spent waiting for the next renewal, so eight sessions are killed at a time.
        let tally = try await withThrowingTaskGroup(of: Tally.self) { lanes in
            for lane in 0..<8 { lanes.addTask { try await kills(25, lane: lane) } }
            return try await lanes.reduce(into: Tally()) { $0 += $1 }
        }
        #expect(tally.usable + tally.interrupted == 200)
        // Kills that never meet the moment of a rotation, or always do, would show little.
        #expect(tally.usable > 0 && tally.interrupted > 0, "\(tally)")
    }

    /// Kills the keeper of one session so many times.
    private func kills(_ count: Int, lane: Int) async throws -> Tally {
        let home = try await TestHome()
        // Two seconds of lifetime are renewed after one; a slow answer makes the moment of the rotation longer.
        let options = SandboxOptions(
            lifetimes: TokenLifetimes(access: 2), faults: [FaultRule(.slow(0.02), on: .refresh)])
        return try await TestSandbox.with(options) { sandbox in
            try await home.succeed("endpoint", "add", "victim", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("victim", in: home)
            var random = SeededRandom(for: "kills of lane \(lane)")
            var tally = Tally()
            for _ in 0..<count {
                try await runAndKill(home, sandbox, using: &random)
                if try await isUsable(in: home, sandbox) {
                    tally.usable += 1
                } else {
                    tally.interrupted += 1
                    try await expectTruthfulInterruption(in: home, sandbox)
                    try await sandbox.signIn("victim", in: home)
                }
            }
            return tally
        }
    }

    /// Runs the full-screen manager until it has begun a renewal, and kills it up to 60 ms later.
    private func runAndKill(
        _ home: TestHome, _ sandbox: TestSandbox, using random: inout SeededRandom
    ) async throws {
        let control = sandbox.running.control
        let before = await control.tokenRequests(grantType: "refresh_token")
        let terminal = try TmuxTerminal.stoke(in: home)
        defer { terminal.kill() }
        let keeper = try terminal.processID()
        try await until("a renewal", before: terminal.deadline) {
            await control.tokenRequests(grantType: "refresh_token") > before
        }
        // Not a wait: the moment is random so that kills fall before, into and after the rotation.
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...60, using: &random)))
        kill(keeper, SIGKILL)
        try await terminal.waitFor(value: "1", of: "#{pane_dead}")
    }

    /// Whether the session can be renewed, and then hands out a token that works.
    ///
    /// An access token from before the kill may be valid for a moment yet, also where the rotation was cut off: it tells nothing.
    private func isUsable(in home: TestHome, _ sandbox: TestSandbox) async throws -> Bool {
        let renewal = try await home.run("refresh", "victim")
        guard renewal.status == 0 else {
            #expect(renewal.status == 3, "\(renewal)")
            return false
        }
        try await home.succeed("token", "victim")
        let read = try await home.run("get", "victim", "Patient/camila-lopez")
        #expect(read.status == 0, "the token that was handed out does not work: \(read)")
        return true
    }

    /// The session says `interrupted`, and the sandbox honours no token that was lost.
    private func expectTruthfulInterruption(in home: TestHome, _ sandbox: TestSandbox) async throws {
        let status = try await home.status(of: "victim")
        #expect(status["state"] as? String == "interrupted", "\(status)")
        let honoured = await sandbox.running.control.honouredRefreshTokens
        #expect(honoured.isEmpty, "the sandbox still honours a token that was lost")
    }
}
