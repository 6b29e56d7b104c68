import Foundation
import TestSupport
import Testing

@testable import Sessions

@Suite("The heap of deadlines")
struct DeadlineHeapTests {
    @Test("The earliest of 10,000 random deadlines is at hand, through every removal and move", .replayable)
    func earliestOfMany() {
        var heap = DeadlineHeap<Int>()
        var plain: [Int: Date] = [:]
        var generator = SeededRandom()
        for key in 0..<10_000 {
            let date = Sample.after(.random(in: 0...1_000_000, using: &generator))
            heap.set(date, for: key)
            plain[key] = date
        }
        #expect(heap.earliest == plain.values.min())
        for key in 0..<10_000 where key % 3 != 0 {
            let date = key % 3 == 1 ? nil : Sample.after(.random(in: 0...1_000_000, using: &generator))
            heap.set(date, for: key)
            plain[key] = date
        }
        #expect(heap.count == plain.count)
        var order: [Int] = []
        while let earliest = heap.earliest {
            #expect(heap.popDue(at: earliest.addingTimeInterval(-0.001)).isEmpty)
            order += heap.popDue(at: earliest)
        }
        #expect(order == plain.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key))
        #expect(heap.count == 0)
    }

    @Test("Keys that are due come in the order of their deadlines, and once")
    func dueInOrder() {
        var heap = DeadlineHeap<String>()
        heap.set(Sample.after(3), for: "c")
        heap.set(Sample.after(1), for: "a")
        heap.set(Sample.after(2), for: "b")
        heap.set(Sample.after(9), for: "z")
        heap.set(Sample.after(0.5), for: "c")
        #expect(heap.popDue(at: Sample.after(2)) == ["c", "a", "b"])
        #expect(heap.popDue(at: Sample.after(2)).isEmpty)
        #expect(heap.earliest == Sample.after(9))
    }

    @Test("A deadline set again and again leaves nothing behind")
    func setAgain() {
        var heap = DeadlineHeap<String>()
        heap.set(Sample.after(1), for: "early")
        for round in 0..<10_000 { heap.set(Sample.after(Double(1_000 + round % 7)), for: "late") }
        #expect(heap.count == 2)
        #expect(heap.entryCount <= 68)
    }
}
