import Foundation
import Testing

@testable import Sessions

@Suite("The heap of deadlines")
struct DeadlineHeapTests {
    @Test("The earliest of 10,000 random deadlines is at hand, through every removal and move")
    func earliestOfMany() {
        var heap = DeadlineHeap<Int>()
        var plain: [Int: Date] = [:]
        var generator = SplitMix(seed: 42)
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

/// Random numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
