import AuthCore
import Foundation
import SMART
import Synchronization
import TestSupport
import Testing

/// Answers to rotations, spoilt at random, over the real transport.
///
/// `STOKE_FUZZ_SECONDS` makes the run as long as that; `Tests/Soaks/answers` sets it.
@Suite("Answers to a rotation, spoilt at random", .replayable)
struct AnswerFuzzTests {
    private static let seconds = ProcessInfo.processInfo.environment["STOKE_FUZZ_SECONDS"].flatMap(Double.init)

    @Test("Whatever holds a whole pair keeps the session, and no token is ever taken in part")
    func answers() async throws {
        let answer = Mutex(Data())
        let server = try CannedServer { _ in .answerAndClose(answer.withLock(\.self)) }
        defer { server.stop() }
        let transport = try AsyncHTTPTransport()
        let client = HTTPAuthClient(
            transport: transport,
            limits: .init(token: TransportLimits(bodySize: 65_536, time: .seconds(20))))
        let address = try ServerAddress(server.base + "/token")
        var fuzz = AnswerFuzz(SeededRandom())
        let end = Self.seconds.map { ContinuousClock.now + .seconds($0) }
        var count = (answers: 0, pairs: 0, taken: 0)
        while end.map({ ContinuousClock.now < $0 }) ?? (count.answers < 120) {
            let next = fuzz.next()
            answer.withLock { $0 = next.wire }
            var taken: AnswerFuzz.Pair?
            var failure: AuthFailure?
            do throws(AuthFailure) {
                let response = try await client.refresh(Redacted("rt-0"), at: address, as: ClientCredentials(id: "c"))
                taken = AnswerFuzz.Pair(
                    access: response.accessToken.reveal(), refresh: response.refreshToken?.reveal() ?? "none")
            } catch {
                failure = error
            }
            count = (count.answers + 1, count.pairs + (next.holdsPair ? 1 : 0), count.taken + (taken == nil ? 0 : 1))
            if let taken {
                #expect(taken == next.pair, "answer \(count.answers): \(next.trail)")
            } else {
                #expect(!next.holdsPair, "answer \(count.answers) was not read: \(next.trail)")
                // A redirect and a refusal say that nothing was done.
                let mayHaveActed = next.trail.contains { $0.hasPrefix("HTTP/1.1 2") || $0.hasPrefix("HTTP/1.1 5") }
                #expect(failure?.answerWasLost == true || !mayHaveActed, "answer \(count.answers): \(next.trail)")
                #expect(failure.map { !String(reflecting: $0).contains(next.pair.refresh) } == true, "\(next.trail)")
            }
        }
        await transport.shutdown()
        #expect(count.taken > 0)
        if Self.seconds != nil {
            print(
                "\(count.answers) answers, \(count.pairs) with a whole pair, \(count.taken) taken, seed \(SeededRandom.runSeed)"
            )
        }
    }
}
