import Records
import TestSupport
import Testing

@testable import Sessions

@Suite("A random walk over a session", .replayable)
struct SessionWalkTests {
    @Test(
        "Through 10,000 steps a refresh token is lost only by invalid_grant, its deadline or sign-out (rules 1 and 2)",
        arguments: 1...8)
    func walk(_ number: Int) throws {
        var walk = SessionWalk(SeededRandom(for: "walk \(number)"))
        for _ in 0..<10_000 { try walk.step() }
        try walk.recover()
        // A walk that meets nothing shows nothing.
        for milestone in SessionWalk.Milestone.allCases {
            #expect(walk.milestones[milestone, default: 0] > 10, "\(milestone)")
        }
    }

    @Test("The walk notices a token that is dropped, and one that is sent twice")
    func notices() throws {
        var dropping = SessionWalk(SeededRandom())
        while dropping.held == nil || dropping.session.isLocked { try dropping.step() }
        dropping.session.record?.refreshToken = nil
        #expect(throws: SessionWalk.Fault.self) { try dropping.passTime(0) }

        var doubling = SessionWalk(SeededRandom())
        while doubling.request == nil { try doubling.step() }
        doubling.session.isRefreshing = false
        #expect(throws: SessionWalk.Fault.self) {
            try doubling.tell(.refreshRequested(byPerson: true), "a person asks")
        }
    }
}
