import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sessions

@Suite("The scheduler")
struct RefreshSchedulerTests {
    private let clock = ManualClock()
    private let due = Journal()

    private func scheduler(leeway: TimeInterval = 0.1) -> RefreshScheduler<String> {
        RefreshScheduler(
            clock: clock, leeway: leeway, onDue: { [due] in due.note($0.joined(separator: " ")) },
            onStep: { [due] in due.note("step") })
    }

    @Test("With no deadline no timer is armed")
    func noTimerWhenEmpty() {
        let scheduler = scheduler()
        scheduler.start()
        #expect(clock.armedEver == 0)
        scheduler.schedule("a", at: Sample.after(10))
        scheduler.schedule("a", at: nil)
        #expect(clock.armed.isEmpty)
        clock.advance(by: 100)
        #expect(due.entries.isEmpty)
    }

    @Test("One timer is armed, at the earliest deadline, with the leeway given")
    func oneTimer() {
        let scheduler = scheduler(leeway: 0.7)
        for (key, seconds) in [("c", 30.0), ("a", 10), ("b", 20)] { scheduler.schedule(key, at: Sample.after(seconds)) }
        #expect(clock.armed == [ManualClock.Armed(date: Sample.after(10), leeway: 0.7)])
        #expect(clock.armedEver == 2, "a later deadline changes no timer")
    }

    @Test("It arms anew after each change, firing and removal")
    func armsAnew() {
        let scheduler = scheduler()
        scheduler.schedule("a", at: Sample.after(10))
        scheduler.schedule("b", at: Sample.after(20))
        scheduler.schedule("a", at: Sample.after(30))
        #expect(clock.armed.map(\.date) == [Sample.after(20)])
        clock.advance(by: 25)
        #expect(due.entries == ["b"])
        #expect(clock.armed.map(\.date) == [Sample.after(30)])
        scheduler.schedule("a", at: nil)
        #expect(clock.armed.isEmpty)
    }

    @Test("Keys due together come together, in order")
    func dueTogether() {
        let scheduler = scheduler()
        scheduler.schedule("b", at: Sample.after(10))
        scheduler.schedule("a", at: Sample.after(9))
        clock.step(to: Sample.after(11))
        #expect(due.entries == ["a b"])
    }

    @Test("A deadline that has passed fires at once")
    func passedDeadline() async throws {
        let scheduler = scheduler()
        scheduler.schedule("a", at: Sample.after(-5))
        try await until("it fires") { due.entries == ["a"] }
        #expect(clock.armed.isEmpty)
        scheduler.stop()
    }

    @Test("What is due within the leeway of a firing comes together after it, and never later than that")
    func gathersInARush() {
        let scheduler = scheduler(leeway: 0.1)
        for (key, seconds) in [("a", 10.0), ("b", 10.02), ("c", 10.04), ("d", 20)] {
            scheduler.schedule(key, at: Sample.after(seconds))
        }
        clock.advance(by: 10.01)
        #expect(due.entries == ["a"])
        #expect(clock.armed.map(\.date) == [Sample.after(10.1)])
        clock.advance(by: 1)
        #expect(due.entries == ["a", "b c"])
        #expect(clock.armed.map(\.date) == [Sample.after(20)])
    }

    @Test("A clock that is set back delays nothing by more than the leeway")
    func gathersNoLongerWhenSetBack() {
        let scheduler = scheduler(leeway: 0.1)
        scheduler.start()
        scheduler.schedule("a", at: Sample.after(10))
        clock.advance(by: 10)
        clock.step(to: Sample.after(-1_000))
        scheduler.schedule("b", at: Sample.after(-1_000))
        #expect(clock.armed.map(\.date) == [Sample.after(-999.9)])
        scheduler.stop()
    }

    @Test("A step of the clock tells of what is due and then of the step")
    func steps() {
        let scheduler = scheduler()
        scheduler.start()
        scheduler.schedule("a", at: Sample.after(10))
        scheduler.schedule("b", at: Sample.after(1_000))
        clock.step(to: Sample.after(100))
        #expect(due.entries == ["a", "step"])
        clock.step(to: Sample.after(-1_000))
        #expect(due.entries == ["a", "step", "step"])
        #expect(clock.armed.map(\.date) == [Sample.after(1_000)])
    }

    @Test("Stopped, it holds no timer and no watch, and fires no more")
    func stops() {
        let scheduler = scheduler()
        scheduler.start()
        #expect(clock.watchCount == 1)
        scheduler.schedule("a", at: Sample.after(10))
        scheduler.stop()
        #expect(clock.armed.isEmpty)
        #expect(clock.watchCount == 0)
        clock.step(to: Sample.after(20))
        #expect(due.entries.isEmpty)
    }

    @Test("Let go of, it leaves no timer and no watch behind")
    func letGo() {
        do {
            let scheduler = scheduler()
            scheduler.start()
            scheduler.schedule("a", at: Sample.after(10))
            #expect(clock.armed.count == 1)
        }
        #expect(clock.armed.isEmpty)
        #expect(clock.watchCount == 0)
    }
}

@Suite("The machine's clock")
struct SystemClockTests {
    @Test("Deadlines come in order by real timers, never early")
    func realTimers() async throws {
        let clock = SystemClock()
        let fired = Mutex<[(key: String, at: Date)]>([])
        let scheduler = RefreshScheduler<String>(clock: clock, leeway: 0) { keys in
            fired.withLock { $0 += keys.map { ($0, clock.now) } }
        }
        scheduler.start()
        let start = clock.now
        scheduler.schedule("second", at: start.addingTimeInterval(0.05))
        scheduler.schedule("first", at: start.addingTimeInterval(0.02))
        scheduler.schedule("never", at: .distantFuture)
        try await until("both have fired") { fired.withLock { $0.count } == 2 }
        let order = fired.withLock { $0 }
        #expect(order.map(\.key) == ["first", "second"])
        #expect(order[0].at >= start.addingTimeInterval(0.02))
        #expect(order[1].at >= start.addingTimeInterval(0.05))
        scheduler.stop()
    }
}
