import Foundation
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("The timer of visible changes")
struct VisibleChangeTimerTests {
    private let clock = ManualClock(at: Samples.now)
    private let mailbox: Mailbox<Event>
    private let timer: VisibleChangeTimer

    init() throws {
        mailbox = try Mailbox()
        timer = VisibleChangeTimer(clock: clock, mailbox: mailbox)
    }

    /// How many times the screen was told that a text is due to change.
    private func told() -> Int {
        mailbox.drain().count { if case .timeChanged = $0 { true } else { false } }
    }

    @Test("It tells once, at the moment it was armed at and not before")
    func tells() {
        timer.arm(at: Samples.now + 10)
        clock.advance(by: 9)
        #expect(told() == 0)
        clock.advance(by: 1)
        #expect(told() == 1)
        clock.advance(by: 100)
        #expect(told() == 0)
    }

    @Test("Where nothing counts down no timer is made, and one that was made is called off")
    func nothing() {
        timer.arm(at: nil)
        #expect(clock.armedEver == 0)
        timer.arm(at: Samples.now + 10)
        timer.arm(at: nil)
        #expect(clock.armed == [])
        clock.advance(by: 100)
        #expect(told() == 0)
    }

    @Test("Frames that change nothing about it make no new timer")
    func unchanged() {
        for _ in 0..<100 { timer.arm(at: Samples.now + 10) }
        #expect(clock.armedEver == 1)
        timer.arm(at: Samples.now + 5)
        #expect(clock.armed.map(\.date) == [Samples.now + 5])
    }

    @Test("A moment that has passed is armed again: it was fired for already")
    func passed() {
        timer.arm(at: Samples.now + 1)
        clock.advance(by: 1)
        timer.arm(at: Samples.now + 1)
        #expect(clock.armedEver == 2)
    }

    @Test("Dropped, it tells nothing any more")
    func dropped() {
        var other: VisibleChangeTimer? = VisibleChangeTimer(clock: clock, mailbox: mailbox)
        other?.arm(at: Samples.now + 1)
        other = nil
        clock.advance(by: 10)
        #expect(told() == 0)
    }
}
