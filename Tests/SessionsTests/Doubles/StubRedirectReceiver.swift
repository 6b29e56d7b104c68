import AuthCore
import Foundation
import SMART
import Synchronization
import TestSupport

/// A redirect receiver to which a test plays the browser.
final class StubRedirectReceiver: RedirectReceiver {
    let redirectURI: RedirectURI = "http://127.0.0.1:4711/callback"
    private let targets: AsyncStream<Visit>
    private let visitor: AsyncStream<Visit>.Continuation
    private let closures = Mutex(0)

    private struct Visit {
        let target: String
        let answer: CheckedContinuation<RedirectJudgement?, Never>
    }

    init() {
        (targets, visitor) = AsyncStream.makeStream()
    }

    var isClosed: Bool { closures.withLock { $0 > 0 } }

    /// Brings a request's target to the receiver and returns the page it is shown; `nil` where nobody listens any more.
    func visit(_ target: String) async -> RedirectJudgement? {
        await withCheckedContinuation { answer in
            if case .terminated = visitor.yield(Visit(target: target, answer: answer)) { answer.resume(returning: nil) }
        }
    }

    func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws {
        for await visit in targets {
            let judgement = await judge(visit.target)
            if judgement.endsTheWait { visitor.finish() }
            visit.answer.resume(returning: judgement)
        }
    }

    func close() async {
        closures.withLock { $0 += 1 }
        visitor.finish()
    }
}
